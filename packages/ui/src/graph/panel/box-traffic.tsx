import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import type { TrafficGraph } from '@vigla/contract/graph';
import { useState } from 'react';
import { rateNumber, useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { amountText } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { CallList } from './call-list.tsx';
import { successRows, type Ways } from './success-rows.ts';

interface BoxTrafficProps {
  readonly graph: TrafficGraph;
  readonly ways: Ways;
  /** Of the whole graph: its callers are nobody known, so what they call is named. */
  readonly whole: boolean;
  readonly onSelect: (id: string) => void;
}

const tabs = ['inbound', 'outbound', 'total'] as const;

/** What enters a box, what leaves it, and all of it: how requests ended, and the calls, worst first. */
export function BoxTraffic({ graph, ways, whole, onSelect }: BoxTrafficProps) {
  const t = useWords();
  const speech = { words: t, language: useLanguage() };
  const [open, setOpen] = useState<(typeof tabs)[number]>('inbound');
  return (
    <Tabs
      isSubtab
      activeKey={open}
      aria-label={t('panel.way.label')}
      onSelect={(_, key) => setOpen(tabs.find((tab) => tab === key) ?? 'inbound')}
    >
      {tabs.map((tab) => (
        <Tab key={tab} eventKey={tab} title={<TabTitleText>{t(`panel.way.${tab}`)}</TabTitleText>}>
          {tab === open && (
            <>
              <p className="vigla-graph-subtle">
                {ways[tab].length > 0
                  ? t('panel.way.sum', {
                      amount: amountText(sumTraffic(ways[tab].map(({ traffic }) => traffic)), speech) ?? '',
                      count: ways[tab].length,
                    })
                  : t('panel.way.none')}
              </p>
              <SuccessTable ways={ways} way={tab} />
              {ways[tab].length > 0 && tab !== 'total' && (
                <CallList graph={graph} edges={ways[tab]} end={tab === 'inbound' && !whole ? 'from' : 'to'} onSelect={onSelect} />
              )}
            </>
          )}
        </Tab>
      ))}
    </Tabs>
  );
}

function SuccessTable({ ways, way }: { readonly ways: Ways; readonly way: (typeof tabs)[number] }) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const rows = successRows(ways[way]);
  if (rows.length === 0) return null;
  return (
    <table className="vigla-graph-calls">
      <thead>
        <tr>
          <th scope="col">{t('panel.success.protocol')}</th>
          <th scope="col">{t('panel.success.rate')}</th>
          <th scope="col">{t('panel.success.ok')}</th>
          <th scope="col">{t('panel.success.refused')}</th>
          <th scope="col">{t('panel.success.failed')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ protocol, requestsPerSecond, succeeded, redirected, refused, failed }) => (
          <tr key={protocol}>
            <td>{t(`graph.protocol.${protocol}`)}</td>
            <td>{rateNumber(requestsPerSecond, language)}</td>
            <td>{f.share(Math.min(1, succeeded + redirected))}</td>
            <td>{protocol === 'grpc' ? '—' : f.share(refused)}</td>
            <td>{f.share(failed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
