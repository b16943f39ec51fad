import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import webpack from 'webpack';

/**
 * Builds the stand-in for the OpenShift console: a React host that lends its own copies of the shared modules, as console
 * 4.22 does, so that the plugin is loaded here the way it is loaded there.
 */
const here = import.meta.dirname;
const require = createRequire(import.meta.url);
const versionOf = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;

/** Singletons that plugins must not bundle. Source: the SDK's list of shared modules, 4.22. */
const singletons = ['react', 'react-i18next', 'react-redux', 'react-router', 'redux', 'redux-thunk', '@openshift/dynamic-plugin-sdk'];

const shared = Object.fromEntries([
  ...singletons.map((name) => [name, { singleton: true, eager: true, version: versionOf(name), requiredVersion: false }] as const),
  ...dynamicModules('@patternfly/react-core').map(
    ({ request, version }) => [request, { eager: true, version, requiredVersion: false }] as const,
  ),
  [
    '@openshift-console/dynamic-plugin-sdk',
    {
      singleton: true,
      eager: true,
      version: '4.22.0',
      requiredVersion: false,
      import: join(here, 'src/console-sdk.ts'),
      shareKey: '@openshift-console/dynamic-plugin-sdk',
    },
  ] as const,
]);

/** PatternFly is lent component by component: only those the host itself imports are shared, so a generated entry imports them. */
function dynamicModules(name: string): readonly { request: string; version: string }[] {
  const folder = join(dirname(require.resolve(`${name}/package.json`)), 'dist/dynamic/components');
  const version = versionOf(name);
  return ['Alert', 'Button', 'Masthead', 'Modal', 'Page', 'Spinner', 'Tooltip']
    .filter((component) => readdirSync(folder).includes(component))
    .map((component) => ({ request: `${name}/dist/dynamic/components/${component}`, version }));
}

const compiler = webpack({
  mode: 'production',
  context: here,
  entry: './src/main.tsx',
  output: { path: join(here, 'dist'), filename: 'host.js', publicPath: '/static/', clean: true },
  resolve: {
    extensions: ['.tsx', '.ts', '.mjs', '.js'],
    alias: { '@openshift-console/dynamic-plugin-sdk$': join(here, 'src/console-sdk.ts') },
  },
  module: {
    rules: [
      { test: /\.m?js$/, resolve: { fullySpecified: false } },
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
  plugins: [new webpack.sharing.SharePlugin({ shareScope: 'default', shared })],
});

compiler?.run((error, stats) => {
  if (error || stats?.hasErrors()) {
    console.error(error ?? stats?.toString({ all: false, errors: true }));
    process.exit(1);
  }
});
