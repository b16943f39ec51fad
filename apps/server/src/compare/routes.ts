import { type Comparison, getComparison } from '@vigla/contract/compare';
import type { Gap } from '@vigla/contract/problem';
import { at, before } from '@vigla/contract/units';
import { compareGraphs, type Counted, type Event, pairsToSee, startsOf, withSightings } from '@vigla/domain/compare';
import type { FastifyInstance } from 'fastify';
import { changesSeen, objectsSeen } from '../changes/index.ts';
import { type GraphParts, graphsFor } from '../graph/index.ts';
import { AppError, bindRevalidated } from '../http/index.ts';
import type { Visibility } from '../sources/index.ts';
import { createSightings, type Sightings } from './sightings.ts';

/** Two windows of the graph against each other. Both are projected for the caller first: nothing else is compared. */
export function compareRoutes(app: FastifyInstance, parts: GraphParts): void {
  const { kubernetes, prometheus, now } = parts.sources;
  const sightings = createSightings({ prometheus, cadence: parts.cadence });

  bindRevalidated(app, getComparison, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    const { versusEpochSeconds, ...question } = query;
    if (versusEpochSeconds >= (query.atEpochSeconds ?? now())) {
      throw new AppError('invalid_request', 'The instant to compare with must be earlier than the one that is shown.', {
        fields: [{ path: 'versusEpochSeconds', message: 'Choose an earlier instant.' }],
      });
    }
    const { before: earlier, after: later } = await graphsFor(parts, question, versusEpochSeconds, { visible, signal });
    const comparison = compareGraphs(earlier, later);
    const { counted, gaps } = await see(comparison, sightings, signal);
    const dated = withSightings(comparison, counted, eventsOf(comparison, parts, visible));
    return { ...dated, gaps: [...dated.gaps, ...gaps] };
  });
}

interface Seen {
  readonly counted: Counted | null;
  readonly gaps: readonly Gap[];
}

/** When findings began is worth knowing, and no reason to show none of them. */
async function see(comparison: Comparison, sightings: Sightings, signal: AbortSignal): Promise<Seen> {
  const ends = pairsToSee(comparison);
  if (ends === null) return { counted: null, gaps: [] };
  try {
    return { counted: await sightings.read({ from: comparison.before.at, to: comparison.after.at, ...ends }, signal), gaps: [] };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return {
      counted: null,
      gaps: [{ source: 'prometheus', lacks: 'history', detail: `When each difference began is not known: ${error.message}` }],
    };
  }
}

/** What was written or started since a little before the earlier window ended, in namespaces that the caller may see. */
function eventsOf({ before: earlier, after }: Comparison, { sources }: GraphParts, visible: Visibility): readonly Event[] {
  const span = { from: at(Math.max(0, before(earlier.at, earlier.window))), to: after.at };
  const sight = { visible, namespaces: [] };
  return [...changesSeen(sources.kubernetes, sight, span), ...startsOf(objectsSeen(sources.kubernetes, sight), span)];
}
