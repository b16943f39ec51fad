import type { AppliedObject, IstioObject } from '@vigla/contract/istio';
import type { KubeObject } from '@vigla/contract/objects';
import { AppError, type Caller } from '../http/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import { inSafeOrder, type Step } from './apply-order.ts';
import { checkObjects, type Checked } from './checked-objects.ts';
import { type ClusterWrites, clusterWrites, type Outcome } from './cluster-writes.ts';
import { rollBack, type Written } from './roll-back.ts';
import { sameContent, yamlOf } from './shown-object.ts';

/** A change that the cluster has accepted in a dry run. */
export interface Planned extends Step {
  readonly checked: Checked;
  readonly warnings: readonly string[];
}

export interface ApplyRequest {
  readonly namespace: string;
  readonly objects: readonly IstioObject[];
  readonly dryRun: boolean;
}

/** What became of each object, in the order of the request, and what the cluster holds or would hold now. */
export interface Applied {
  readonly applied: AppliedObject[];
  readonly objects: readonly KubeObject[];
}

/**
 * Writes objects with the caller's own rights: all of them in a dry run first, then one after the other.
 * Fails: as the cluster refuses; when it refuses midway, after putting back what was written, with a detail that says what is where.
 */
export async function applyConfig(
  kubernetes: Kubernetes,
  { identity, signal }: Caller,
  { namespace, objects, dryRun }: ApplyRequest,
): Promise<Applied> {
  const checked = checkObjects(objects, namespace);
  const looking = clusterWrites(kubernetes, identity, signal);
  const planned: Planned[] = [];
  for (const one of checked) planned.push(await plan(looking, one));
  const outcomes = dryRun ? new Map<Planned, Outcome>() : await carryOut(clusterWrites(kubernetes, identity, unstoppable()), planned);
  const results = planned.map((one) => ({ one, outcome: outcomes.get(one) }));
  return {
    applied: results.map(({ one, outcome }) => described(one, outcome)),
    objects: results.map(({ one, outcome }) => outcome?.object ?? one.next),
  };
}

/** Once writing has begun it goes on to a state that can be described, even if the caller has closed the page. */
const unstoppable = (): AbortSignal => new AbortController().signal;

async function plan(writes: ClusterWrites, checked: Checked): Promise<Planned> {
  try {
    const live = await writes.read(checked);
    const { object, warnings } = await writes.write(checked, live, true);
    return { checked, live, next: object, warnings };
  } catch (error) {
    throw aboutObject(error, checked, 'Nothing was changed.');
  }
}

async function carryOut(writes: ClusterWrites, planned: readonly Planned[]): Promise<ReadonlyMap<Planned, Outcome>> {
  const done = new Map<Planned, Outcome>();
  for (const step of inSafeOrder(planned)) {
    if (isUnchanged(step)) continue;
    try {
      done.set(step, await writes.write(step.checked, step.live, false));
    } catch (error) {
      const before = [...done].map(([one, { object }]): Written => ({ ...one, ours: object }));
      throw aboutObject(error, step.checked, await rollBack(writes, before, { step, unsure: isSilence(error) }));
    }
  }
  return done;
}

/** No answer is no refusal: the write may have happened. */
const isSilence = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'source_timeout' || error.code === 'source_unavailable');

const isUnchanged = ({ live, next }: Step): boolean => live !== null && sameContent(live, next);

function aboutObject(error: unknown, { object }: Checked, whatIsWhere: string): unknown {
  if (!(error instanceof AppError)) return error;
  const { code: _code, detail, ...rest } = error.problem;
  return new AppError(error.code, `${object.kind} ${object.metadata.name}: ${sentence(detail)} ${whatIsWhere}`, { ...rest, cause: error });
}

/** The words of the cluster often end without a stop. */
const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

function described(planned: Planned, outcome: Outcome | undefined): AppliedObject {
  const { checked, live, next } = planned;
  const { apiVersion, kind, metadata } = checked.object;
  const now = outcome?.object ?? next;
  return {
    object: { apiVersion, kind, namespace: metadata.namespace, name: metadata.name },
    outcome: live === null ? 'created' : isUnchanged(planned) ? 'unchanged' : 'changed',
    before: live && yamlOf(live),
    after: yamlOf(now),
    resourceVersion: now.metadata.resourceVersion ?? null,
    warnings: [...new Set([...planned.warnings, ...(outcome?.warnings ?? [])])],
  };
}
