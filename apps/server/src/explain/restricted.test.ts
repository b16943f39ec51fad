import { TrafficGraph } from '@vigla/contract/graph';
import { Problem } from '@vigla/contract/problem';
import { bookinfoObjects, bookinfoSamples } from '@vigla/testkit/bookinfo';
import { answering, fakePrometheus, type PrometheusAnswer } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';

/** Names of the namespace bookinfo and of everything in it; a host of it contains its name. */
const hidden = /bookinfo|productpage|reviews|ratings|details|mysqldb/;
const trouble = 'bookinfo/reviews-v2>bookinfo/ratings-v1:http';

const everything = answering(bookinfoSamples);
/** Like Prometheus, leaves on each element only the labels that a question groups by. */
const grouped = (query: string): PrometheusAnswer => {
  const answer = everything(query);
  const by = /^(?:sum|count) by \(([^)]*)\)/.exec(query)?.[1]?.split(', ');
  if (!Array.isArray(answer) || by === undefined) return answer;
  const keep = (labels: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => by.includes(name)));
  return answer.map(({ labels, value }) => ({ labels: keep(labels), value }));
};

/** Somebody who may see the gateway and the clients, and nothing of the application between and behind them. */
async function asks(urls: (graph: TrafficGraph) => readonly string[]) {
  await using upstream = await fakePrometheus(grouped);
  const visible = () => ({ all: false, namespaces: new Set(['istio-system', 'clients']) });
  await using server = await fakeServer({ upstream, kubernetes: fakeKubernetes({ objects: bookinfoObjects, visible }) });
  const get = (url: string) => server.app.inject({ url, headers: { 'x-test-user': 'anna' } });
  const graph = TrafficGraph.parse((await get('/api/v1/graph?idle=true')).json());
  const replies = [];
  for (const url of urls(graph)) {
    const { statusCode, body } = await get(url);
    replies.push({ url, status: statusCode, body });
  }
  return replies;
}
const encoded = (text: string): string => encodeURIComponent(text);
const leaks = (replies: readonly { readonly url: string; readonly body: string }[]) =>
  replies.filter(({ body }) => hidden.test(body)).map(({ url, body }) => [url, hidden.exec(body)?.[0]]);

describe('for somebody who may not see a namespace', () => {
  it('no explanation of what is on the graph names anything of it', async () => {
    const replies = await asks(({ nodes, edges }) =>
      [...nodes, ...edges].map(({ id }) => `/api/v1/graph/explanation?element=${encoded(id)}`),
    );
    expect(replies.length).toBeGreaterThan(5);
    expect(replies.filter(({ status }) => status !== 200).map(({ url, status, body }) => [url, status, body])).toEqual([]);
    expect(leaks(replies)).toEqual([]);
  });

  it('an explanation of what is not on the graph does not tell whether it is there', async () => {
    const [there, nowhere] = await asks(() => [
      `/api/v1/graph/explanation?element=${encoded(trouble)}`,
      `/api/v1/graph/explanation?element=${encoded('nowhere/a>nowhere/b:http')}`,
    ]);
    const told = [there, nowhere].map((reply) => {
      const { code, detail } = Problem.parse(JSON.parse(reply?.body ?? ''));
      return [reply?.status, code, detail];
    });
    expect(told[0]).toEqual([404, 'not_found', expect.any(String)]);
    expect(told[0]).toEqual(told[1]);
  });

  it('the causes of trouble name nothing of it, and asked about it alone there are none', async () => {
    const [all, alone] = await asks(() => ['/api/v1/graph/causes?most=20', '/api/v1/graph/causes?namespace=bookinfo']);
    expect(all?.status).toBe(200);
    expect(leaks(all ? [all] : [])).toEqual([]);
    expect(alone?.status).toBe(403);
  });

  it.each([
    ['why nobody calls it', `to=${encoded('bookinfo/ratings-v1')}`],
    ['why it is not called', `from=${encoded('istio-system/istio-ingressgateway')}&to=${encoded('bookinfo/ratings-v1')}`],
    ['why it does not call', `from=${encoded('bookinfo/reviews-v2')}&to=${encoded('istio-system/istio-ingressgateway')}`],
  ])('%s is told as of something that is not there', async (_, query) => {
    const nobody = query.replaceAll('bookinfo', 'nowhere').replaceAll(/ratings-v1|reviews-v2/g, 'nothing');
    const [reply, other] = await asks(() => [`/api/v1/graph/missing?${query}`, `/api/v1/graph/missing?${nobody}`]);
    const asIfNowhere = reply?.body.replaceAll('bookinfo', 'nowhere').replaceAll(/ratings-v1|reviews-v2/g, 'nothing');
    expect([reply?.status, asIfNowhere]).toEqual([other?.status, other?.body]);
  });

  it('why nothing is there names nothing of it', async () => {
    const replies = await asks(() => ['/api/v1/graph/missing', '/api/v1/graph/missing?namespace=clients']);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(leaks(replies)).toEqual([]);
  });
});
