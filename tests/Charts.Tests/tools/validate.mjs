// Reads an array of manifests from standard input and writes one line for each that its kind's schema refuses.
import { readFileSync } from "node:fs";

const packages = {
  "gateway.networking.k8s.io": "@kubernetes-models/gateway-api",
  "cert-manager.io": "@kubernetes-models/cert-manager",
};

for (const manifest of JSON.parse(readFileSync(0, "utf8"))) {
  const [group, version] = manifest.apiVersion.split("/");
  const { [manifest.kind]: Kind } = await import(`${packages[group]}/${group}/${version}/${manifest.kind}`);
  try {
    new Kind(manifest).validate();
  } catch (refusal) {
    console.log(`${manifest.kind} ${manifest.metadata.name}: ${refusal.message}`);
  }
}
