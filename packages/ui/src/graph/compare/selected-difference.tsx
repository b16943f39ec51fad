import type { Traffic } from '@vigla/contract/graph';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { ChangeDisc } from './finding-line.tsx';
import { elementTitle, type Voice } from './finding-text.ts';

/** Both values of what the reader points at, where the list does not tell them. */
export function SelectedDifference({ id, voice }: { readonly id: string; readonly voice: Voice }) {
  const { t, comparison } = voice;
  const edge = comparison.edges.find((one) => one.edge.id === id);
  const node = comparison.nodes.find((one) => one.node.id === id);
  const change = edge?.change ?? node?.change;
  if (change === undefined) return null;
  const before = edge ? [edge.before].filter((one) => one !== null) : (node?.before ?? []);
  const after = edge ? [edge.after].filter((one) => one !== null) : (node?.after ?? []);
  return (
    <section className="vigla-compare-selected" aria-label={t('compare.selected')}>
      <h3>
        <ChangeDisc change={change} /> {elementTitle(id, voice)}
      </h3>
      <p className="vigla-graph-subtle">{change === 'unchanged' ? t('compare.selected.usual') : t(`compare.change.${change}`)}</p>
      <BothValues before={before} after={after} voice={voice} />
    </section>
  );
}

interface BothValuesProps {
  readonly before: readonly Traffic[];
  readonly after: readonly Traffic[];
  readonly voice: Voice;
}

function BothValues({ before, after, voice: { t, f } }: BothValuesProps) {
  const [was, is] = [sumTraffic(before), sumTraffic(after)];
  const isBytes = was.requestsPerSecond === null && is.requestsPerSecond === null;
  const absent = t('compare.table.absent');
  const cell = (all: readonly Traffic[], text: string): string => (all.length === 0 ? absent : text);
  const time = (all: readonly Traffic[]): string => (all.length === 1 ? f.duration(all[0]?.p95Ms) : absent);
  const rate = (sum: typeof was): string => (isBytes ? f.bytes(sum.bytesPerSecond) : f.rate(sum.requestsPerSecond));
  return (
    <table className="vigla-graph-calls">
      <thead>
        <tr>
          <td />
          <th scope="col">{t('compare.before')}</th>
          <th scope="col">{t('compare.now')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('compare.row.rate')}</th>
          <td>{cell(before, rate(was))}</td>
          <td>{cell(after, rate(is))}</td>
        </tr>
        {!isBytes && (
          <>
            <tr>
              <th scope="row">{t('compare.row.errors')}</th>
              <td>{cell(before, f.share(was.errorRatio))}</td>
              <td>{cell(after, f.share(is.errorRatio))}</td>
            </tr>
            <tr>
              <th scope="row">{t('compare.row.p95')}</th>
              <td>{time(before)}</td>
              <td>{time(after)}</td>
            </tr>
          </>
        )}
      </tbody>
    </table>
  );
}
