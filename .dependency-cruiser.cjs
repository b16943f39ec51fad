/** The import law. Each rule is one sentence of ARCHITECTURE.md; `pnpm lint` proves them. */
const only = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { pathNot: to } });
const test = '\\.test\\.tsx?$';
const node = [
  '^node:',
  '^(assert|child_process|crypto|events|fs|http|https|net|os|path|perf_hooks|stream|tls|url|util|worker_threads|zlib)$',
  '^(fs|stream|timers)/promises$',
  '^stream/consumers$',
];

module.exports = {
  forbidden: [
    { name: 'nothing-goes-in-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      ...only('contract-knows-only-zod', '^packages/contract', ['^packages/contract', 'node_modules/zod']),
      from: { path: '^packages/contract', pathNot: test },
    },
    {
      ...only('domain-knows-the-contract-and-yaml', '^packages/domain', ['^packages/(domain|contract)', 'node_modules/yaml']),
      from: { path: '^packages/domain', pathNot: [test, '^packages/domain/src/[^/]+/test/'] },
    },
    {
      ...only('testkit-knows-only-the-contract', '^packages/testkit', ['^packages/(testkit|contract)', ...node]),
      from: { path: '^packages/testkit', pathNot: test },
    },
    {
      ...only('lab-knows-contract-and-domain', '^packages/lab', ['^packages/(lab|domain|contract)', 'node_modules', ...node]),
      from: { path: '^packages/lab', pathNot: test },
    },
    {
      name: 'only-the-demo-knows-the-lab',
      severity: 'error',
      from: { path: '^(packages|apps)', pathNot: [test, '^packages/lab', '^apps/server/src/demo/'] },
      to: { path: '^packages/lab' },
    },
    { name: 'ui-never-reaches-the-server', severity: 'error', from: { path: '^packages/ui' }, to: { path: '^apps/' } },
    { name: 'server-never-draws', severity: 'error', from: { path: '^apps/server' }, to: { path: '^packages/ui' } },
    { name: 'apps-never-know-each-other', severity: 'error', from: { path: '^apps/([^/]+)' }, to: { path: '^apps/', pathNot: '^apps/$1' } },
    {
      name: 'testkit-stays-in-tests',
      severity: 'error',
      from: {
        path: '^(packages|apps)',
        pathNot: [test, '^packages/testkit', '^packages/ui/src/test/', '^packages/(domain|ui)/src/[^/]+/test/'],
      },
      to: { path: '^packages/testkit' },
    },
    {
      name: 'rooms-are-entered-by-the-door',
      severity: 'error',
      from: { path: '^((?:packages|apps)/[^/]+/src/[^/]+)/' },
      // The graph has more doors, so that pages can fetch the whole of it, or what pages of nodes are made of, when somebody comes, and its link state before.
      to: {
        path: '^(?:packages|apps)/[^/]+/src/[^/]+/',
        pathNot: [
          '^$1/',
          '/src/[^/]+/index\\.tsx?$',
          '^packages/ui/src/graph/test/',
          '^packages/ui/src/graph/(graph-view\\.tsx|node-parts\\.ts)$',
        ],
      },
    },
    {
      name: 'only-data-fetches',
      severity: 'error',
      from: { path: '^packages/ui/src/(?!data/|test/)', pathNot: test },
      to: { path: 'node_modules/(\\.pnpm/)?@tanstack' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|apps)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
