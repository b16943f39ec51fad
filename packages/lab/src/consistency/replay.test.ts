import { describe, expect, it } from 'vitest';
import type { Timeline } from '../flow/index.ts';
import { walk, originsIn } from '../jaeger/index.ts';
import { createLogs } from '../logs/index.ts';
import { cases, minute, noon, running } from './test/cases.ts';
import { passages } from './test/seen.ts';

const seconds = 12;

/** Every trace that begins in a second. */
const tracesOf = (timeline: Timeline, second: number) =>
  timeline.model.roots.flatMap((_, root) => originsIn(timeline, root, second).flatMap((origin) => walk(timeline, origin) ?? []));

/** Every line of these containers of every pod in the seconds before noon. */
function logsOf(timeline: Timeline, containers: readonly string[]) {
  const logs = createLogs(timeline);
  const workloads = [...(timeline.latest()?.mesh.registry.workloads.values() ?? [])];
  return workloads.flatMap(({ namespace, pods }) =>
    pods.flatMap(({ name }) =>
      containers.map((container) => ({
        pod: `${namespace}/${name}`,
        container,
        lines: logs.lines({ namespace, name, container }, noon - seconds * 1000, noon),
      })),
    ),
  );
}

/** Takes the parts of a line that traces know, too. */
const facts = /"(?:GET|POST) [^"]*" (\d+) (\S+) .*? \d+ \d+ (\d+) (?:\d+|-) "[^"]*" "[^"]*" "([^"]*)" "[^"]*" "[^"]*" (\S+) /;

describe.each(cases)('logs of $name', (one) => {
  const timeline = running(one);

  it('tell of every request what its trace tells, at every pod on its way', () => {
    const written = new Map(
      logsOf(timeline, ['istio-proxy']).map(({ pod, container, lines }) => [`${pod} ${container}`, lines.map(({ text }) => text)]),
    );
    const told = [...written].flatMap(([key, lines]) =>
      key.endsWith('istio-proxy')
        ? lines.flatMap((text) => facts.exec(text)?.slice(1).join(' ') ?? []).map((text) => `${key.split(' ')[0] ?? ''} ${text}`)
        : [],
    );
    const spans = Array.from({ length: seconds - 2 }, (_, i) => tracesOf(timeline, noon / 1000 - seconds + i)).flatMap((traces) =>
      traces.flatMap((trace) => trace.spans),
    );
    const known = Map.groupBy(told, (line) => line);
    const expected = Map.groupBy(
      // What takes longer than there is left has not been written down yet.
      spans.filter(({ startUs, durationUs }) => startUs + durationUs < noon * 1000),
      ({ tags, pod, durationUs, service }) =>
        `${service.split('.').at(-1) ?? ''}/${pod} ${tags['http.status_code']} ${tags['response_flags']} ${Math.floor(durationUs / 1000)} ${tags['guid:x-request-id']} ${tags['upstream_cluster']}`,
    );
    expect(expected.size).toBeGreaterThan(300);
    const missing = [...expected].filter(([fact, found]) => (known.get(fact)?.length ?? 0) < found.length);
    expect(missing.map(([fact]) => fact)).toEqual([]);
  });

  it('tell at the application what the proxy beside it answered', () => {
    const answers = passages(timeline, 20).flatMap(({ requestId, deeds, exchanges }) =>
      deeds
        .filter(({ role, call }) => role === 'answered' && call.protocol !== 'tcp')
        .map((deed) => ({
          deed,
          beside: exchanges.filter(({ side, pod, hop }) => side === 'server' && pod === deed.pod && hop.call === deed.call),
          requestId,
        })),
    );
    expect(answers.length).toBeGreaterThan(200);
    // A caller that left is all that the proxy can tell of.
    const odd = answers.filter(
      ({ deed, beside }) => beside.length > 0 && !beside.some(({ way }) => way.code === deed.code || way.flags.includes('DC')),
    );
    expect(odd).toEqual([]);
  });
});

describe('the same seed and the same writes', () => {
  const some = cases.filter(({ name }) => /as it is|one connection|retries/.test(name));
  const everything = (timeline: Timeline): string =>
    JSON.stringify([
      tracesOf(timeline, noon / 1000 - 5),
      tracesOf(timeline, noon / 1000 - 900),
      logsOf(timeline, ['istio-proxy', 'application']),
    ]);

  it.each(some)('give the same traces and logs to the letter: $name', (one) => {
    const [first, second] = [running(one), running(one)];
    // In whatever order they are asked.
    second.truth(noon, 20 * minute);
    tracesOf(second, noon / 1000 - 10);
    expect(everything(second)).toBe(everything(first));
  });

  it('give others with another seed', () => {
    for (const one of some.slice(0, 1)) expect(everything(running(one, 7))).not.toBe(everything(running(one, 8)));
  });
});
