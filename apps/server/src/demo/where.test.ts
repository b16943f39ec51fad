import { expect, it } from 'vitest';
import { whereTheMeshIs } from './where.ts';

it.each([
  ['/tmp/vigla-demo-x/kubeconfig-admin.yaml', '/tmp/vigla-demo-x/kubeconfig-admin.yaml'],
  ["/home/jo o'neill/k", "'/home/jo o'\\''neill/k'"],
])('a line about the kubeconfig %s can be pasted into a shell as it is', (kubeconfigPath, word) => {
  const lines = whereTheMeshIs({
    kubeconfigPath,
    prometheusUrl: 'http://127.0.0.1:9090',
    tracingUrl: 'http://127.0.0.1:16686',
    direction: { url: 'http://127.0.0.1:8999', headerPath: kubeconfigPath },
    personas: [],
    close: () => Promise.resolve(),
  });
  expect(lines.slice(1)).toEqual([
    `  kubectl --kubeconfig ${word} get virtualservices -A`,
    '  Prometheus  http://127.0.0.1:9090',
    '  Jaeger      http://127.0.0.1:16686',
    `  Stories     curl -H @${word} http://127.0.0.1:8999/admin/stories`,
  ]);
});
