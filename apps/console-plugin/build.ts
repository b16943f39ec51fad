import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConsoleRemotePlugin } from '@openshift-console/dynamic-plugin-sdk-webpack';
import webpack from 'webpack';
import { extensions, metadata } from './console-extensions.ts';

/**
 * Builds the plugin for OpenShift console 4.22 and later. The console lends React, the router, i18next and PatternFly's
 * components; PatternFly's styles are the console's own and are left out here.
 */
const here = import.meta.dirname;
process.chdir(here);

const compiler = webpack({
  mode: 'production',
  context: here,
  // The remote container is added by the SDK; the plugin has no entry of its own.
  entry: {},
  output: {
    path: join(here, 'dist'),
    filename: '[name].[contenthash].js',
    chunkFilename: '[name].[contenthash].js',
    cssChunkFilename: '[name].[contenthash].css',
    clean: true,
  },
  resolve: { extensions: ['.tsx', '.ts', '.mjs', '.js'] },
  module: {
    rules: [
      { test: /\.m?js$/, resolve: { fullySpecified: false } },
      { test: /\.css$/, include: /node_modules[\\/]@patternfly/, type: 'asset/source', generator: { emit: false } },
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        loader: 'swc-loader',
        options: { jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } }, target: 'es2022' } },
      },
    ],
  },
  experiments: { css: true },
  performance: { hints: false },
  plugins: [new ConsoleRemotePlugin({ pluginMetadata: metadata, extensions })],
});

compiler?.run((error, stats) => {
  if (error || stats?.hasErrors()) {
    console.error(error ?? stats?.toString({ all: false, errors: true, errorDetails: true }));
    process.exit(1);
  }
  writeWords();
});

/** One file per language, all rooms together, under the name the console asks for. */
function writeWords(): void {
  const words = join(here, '../../packages/ui/src/words');
  for (const language of readdirSync(words, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const rooms = readdirSync(join(words, language.name)).filter((name) => name.endsWith('.json'));
    const all = Object.assign(
      {},
      ...rooms.map((name) => JSON.parse(readFileSync(join(words, language.name, name), 'utf8')) as object),
    ) as object;
    mkdirSync(join(here, 'dist/locales', language.name), { recursive: true });
    writeFileSync(join(here, 'dist/locales', language.name, 'plugin__vigla.json'), JSON.stringify(all));
  }
}
