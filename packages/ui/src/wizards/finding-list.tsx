import type { Finding } from '@vigla/contract/istio';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { findingText } from './finding-text.ts';

export interface FindingListProps {
  readonly findings: readonly Finding[];
}

const signOf = { error: 'failing', warning: 'degraded', info: 'unknown' } as const;

/** What somebody should know about the configuration: the fact, what follows from it, and where it is. */
export function FindingList({ findings }: FindingListProps) {
  const t = useWords();
  return (
    <ul className="vigla-findings">
      {findings.map((finding) => (
        <li key={JSON.stringify(finding)} className="vigla-findings__finding">
          <Sign kind={signOf[finding.severity]} label={t(`wizards.severity.${finding.severity}`)} />
          <span>
            {findingText(finding, t)}
            <span className="vigla-findings__where">
              {finding.object.kind} {finding.object.name} · {finding.path} · {finding.rule}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
