# One process of the platform: docker build --build-arg PROJECT=services/Actions --tag jtai/actions .
# Which project and which packages each has: skaffold.yaml. A release names both images below by digest: SDK=…@sha256:…
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG BASE=docker.io/library/debian:12-slim

FROM ${SDK} AS build
ARG PROJECT
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages tools/publish "${PROJECT}" /published

FROM ${BASE}
# Beyond what .NET needs: poppler-utils where letters and evidence are read.
ARG PACKAGES=""
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates libicu72 libssl3 tzdata ${PACKAGES} \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/cache/debconf/*-old /var/log/*
COPY --from=build /published /app
# The portal finds its web files by it.
WORKDIR /app
# Nobody whom the image knows, and owner of nothing in it.
USER 10001:10001
# .NET looks there for certificates that the user distrusts, and ends where there is no home at all.
ENV HOME=/tmp
EXPOSE 8080 8081
ENTRYPOINT ["/app/start"]
# Last: they change with each build.
ARG BASE
ARG PROJECT
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="JTAI platform: ${PROJECT}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE}"
