import { build, type Plugin } from 'esbuild';

/** What dependencies written for `require` expect to find around them. */
const surroundings = `import { createRequire as $createRequire } from 'node:module';
import { dirname as $dirname } from 'node:path';
import { fileURLToPath as $fileURLToPath } from 'node:url';
const require = $createRequire(import.meta.url);
const __filename = $fileURLToPath(import.meta.url);
const __dirname = $dirname(__filename);
`;

/** Where the client of Kubernetes is, with whatever separates folders here. */
const client = /[\\/]@kubernetes[\\/]client-node[\\/]/;

/**
 * Of the client of Kubernetes only what reads a kubeconfig is used. The rest is 15 MB of generated classes, which take some 30 MB of
 * memory once they are read. Its modules do nothing but define things, which its manifest does not say.
 */
const onlyWhatIsUsed: Plugin = {
  name: 'only-what-is-used',
  setup(building) {
    building.onResolve({ filter: /./ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      const isClients = path === '@kubernetes/client-node' || client.test(importer);
      if (pluginData === onlyWhatIsUsed || !isClients) return undefined;
      const found = await building.resolve(path, { importer, resolveDir, kind, pluginData: onlyWhatIsUsed });
      return client.test(found.path) ? { ...found, sideEffects: false } : undefined;
    });
  },
};

/**
 * Writes the server and everything it needs into a folder, as `vigla.mjs` and its chunks, for places without node_modules.
 * It stays readable, so that a stack trace in a log says something. The lab is a chunk of its own, which only the demo loads.
 * The built faces are looked for beside that folder's parent, as they lie in the repository. Fails: when a source does not build.
 */
export async function bundle(folder: string): Promise<void> {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: { vigla: 'src/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    banner: { js: surroundings },
    plugins: [onlyWhatIsUsed],
    // In a file of their own: a name with one letter that is not ASCII makes all of a source stand in memory with two bytes to a letter.
    legalComments: 'linked',
    logLevel: 'warning',
  });
}
