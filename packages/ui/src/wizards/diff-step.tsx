import type { Finding, IstioObject, TrafficShiftStart } from '@vigla/contract/istio';
import { DiffView } from '../parts/index.ts';
import { useWords } from '../words/index.ts';
import { FindingList } from './finding-list.tsx';
import { heldYaml, nameOf, yamlOf } from './object-text.ts';

export interface DiffStepProps {
  readonly base: TrafficShiftStart;
  readonly objects: readonly IstioObject[];
  readonly findings: readonly Finding[];
}

/** What the draft changes in the cluster's objects. */
export function DiffStep({ base, objects, findings }: DiffStepProps) {
  const t = useWords();
  const beforeOf = ({ kind, metadata }: IstioObject): IstioObject | null =>
    [base.virtualService, base.destinationRule].find((object) => object?.kind === kind && object.metadata.name === metadata.name) ?? null;
  return (
    <div className="vigla-draft__column">
      {objects.map((object) => {
        const before = beforeOf(object);
        return (
          <section key={object.kind} aria-label={nameOf(object)}>
            <h2 className="vigla-edit__object">
              {nameOf(object)} {!before && <span className="vigla-draft__new">{t('wizards.diff.new')}</span>}
            </h2>
            <DiffView name={nameOf(object)} before={heldYaml(before)} after={yamlOf(object)} />
          </section>
        );
      })}
      <FindingList findings={findings} />
    </div>
  );
}
