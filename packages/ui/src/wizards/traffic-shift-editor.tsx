import './wizards.css';
import { getGraph } from '@vigla/contract/graph';
import { getTrafficShift, type TrafficShiftStart } from '@vigla/contract/istio';
import { useState } from 'react';
import { useEndpoint } from '../data/index.ts';
import { EmptyNotice, LoadingOutline, ProblemNotice } from '../problem/index.ts';
import { useWords } from '../words/index.ts';
import { observedShares } from './observed-shares.ts';
import { ShiftDraft } from './shift-draft.tsx';

export interface TrafficShiftEditorProps {
  readonly namespace: string;
  readonly service: string;
  /** Told when the cluster has taken the change, with a sentence that says what was done. */
  readonly onDone: (sentence: string) => void;
  readonly onCancel: () => void;
}

/** Divides the requests to a service among its versions: edit, difference, dry run, apply. */
export function TrafficShiftEditor({ namespace, service, onDone, onCancel }: TrafficShiftEditorProps) {
  const t = useWords();
  const start = useEndpoint(getTrafficShift, { params: { namespace, service } }, { freshness: 'live' });
  const graph = useEndpoint(getGraph, { query: { namespace: [namespace], groupBy: 'workload' } }, { freshness: 'live' });
  // What the draft is built on. It stays while the cluster goes on, until the person takes the newer one over.
  const [base, setBase] = useState<TrafficShiftStart | null>(null);
  if (!base && start.data && !start.isPrevious) setBase(start.data);
  if (!base) {
    return start.error ? (
      <ProblemNotice error={start.error} onRetry={start.refetch} />
    ) : (
      <LoadingOutline what={t('wizards.shift.title')} asking={t('wizards.shift.asking', { service })} onCancel={onCancel} />
    );
  }
  if (base.versions.length === 0)
    return <EmptyNotice title={t('wizards.shift.no_versions', { service })}>{t('wizards.shift.no_versions.text')}</EmptyNotice>;
  return (
    <ShiftDraft
      base={base}
      newest={start.data ?? base}
      observed={graph.data ? observedShares(graph.data, namespace, base.versions) : new Map()}
      onRebase={setBase}
      onReload={start.refetch}
      onDone={onDone}
      onCancel={onCancel}
    />
  );
}
