import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = path.dirname(fileURLToPath(import.meta.url))
const target = path.resolve(process.argv[2] ?? path.join(here, '../../wwwroot'))
await mkdir(target, { recursive: true })

const { css } = sass.compile(path.join(here, 'portal.scss'), {
  loadPaths: [here],
  style: 'compressed',
  quietDeps: true
})
await writeFile(path.join(target, 'portal.css'), css + '\n')

// The few icons that the stylesheet names; nothing else of either package's images is served.
const icons = path.join(here, 'node_modules/@ministryofjustice/frontend/moj/assets/images')
await mkdir(path.join(target, 'assets/images'), { recursive: true })
for (const [, name] of css.matchAll(/url\("?\/assets\/images\/([\w-]+\.svg)"?\)/g)) {
  await copyFile(path.join(icons, name), path.join(target, 'assets/images', name))
}

await esbuild.build({
  absWorkingDir: here,
  entryPoints: ['portal.mjs'],
  outfile: path.join(target, 'portal.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  legalComments: 'none'
})
