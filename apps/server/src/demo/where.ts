import type { Demo } from './start-demo.ts';

/** Where the parts of the demo's mesh are, as lines for whoever wants to reach them without this console. */
export const whereTheMeshIs = ({ kubeconfigPath, prometheusUrl, tracingUrl, direction }: Demo): readonly string[] => [
  'The mesh is simulated and speaks the protocols of a real one:',
  `  kubectl --kubeconfig ${quoted(kubeconfigPath)} get virtualservices -A`,
  `  Prometheus  ${prometheusUrl}`,
  `  Jaeger      ${tracingUrl}`,
  `  Stories     curl -H @${quoted(direction.headerPath)} ${direction.url}/admin/stories`,
];

/** A path that a shell takes for one word. */
const quoted = (path: string): string => (/^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
