import type { ConsolePluginBuildMetadata } from '@openshift-console/dynamic-plugin-sdk-webpack';
import type { EncodedExtension } from '@openshift/dynamic-plugin-sdk';

/** What the console reads about the plugin before it loads any of its code. The range has no upper bound: the console's plugin API is steady from 4.22 on. */
export const metadata: ConsolePluginBuildMetadata = {
  name: 'vigla',
  version: '0.1.0',
  displayName: 'Vigla',
  description: 'See and steer the service mesh.',
  exposedModules: { pages: './src/pages.tsx' },
  dependencies: { '@console/pluginAPI': '>=4.22.0-0' },
};

const meshFlag = { required: ['VIGLA_MESH'] };

/** Where the plugin stands in the console. The route has no flag: without a mesh it explains itself instead of a 404. */
export const extensions: EncodedExtension[] = [
  {
    type: 'console.flag/model',
    properties: { flag: 'VIGLA_MESH', model: { group: 'networking.istio.io', version: 'v1', kind: 'VirtualService' } },
  },
  {
    type: 'console.navigation/section',
    properties: { id: 'vigla', perspective: 'admin', name: '%plugin__vigla~plugin.section%', insertAfter: 'networking' },
    flags: meshFlag,
  },
  {
    type: 'console.navigation/href',
    properties: { id: 'vigla-graph', perspective: 'admin', section: 'vigla', name: '%plugin__vigla~plugin.graph%', href: '/mesh/graph' },
    flags: meshFlag,
  },
  {
    type: 'console.navigation/href',
    properties: { id: 'vigla-mesh', perspective: 'admin', section: 'vigla', name: '%plugin__vigla~plugin.mesh%', href: '/mesh/sources' },
    flags: meshFlag,
  },
  {
    type: 'console.page/route',
    properties: { path: '/mesh', exact: false, component: { $codeRef: 'pages.MeshPages' } },
  },
];
