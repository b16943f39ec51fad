import { asSeen, follow, planFor } from './decide.ts';
import type { Step } from './explanation.ts';
import { tri, type Tri } from './known.ts';
import type { RequestClass } from './request-class.ts';
import { holds, type Asker, type CompiledMatch } from './route-match.ts';
import { waysOf, type Way } from './route-plan.ts';
import type { RouteRule } from './route-rule.ts';
import { ruleOf, type Leg, type Route, type RouteBook } from './routing.ts';
import type { Workload } from './workloads.ts';

/**
 * How a caller's proxy comes to its route, step by step: who listens, whose rules count, why the rules before the one
 * that matched did not, and where the request goes from there. A distribution counts as unknown.
 */
export function explainRoute(book: RouteBook, caller: Workload, request: RequestClass): readonly Step[] {
  const plan = planFor(book, caller, request);
  const seen = asSeen(caller, request);
  const ways = waysOf(plan, seen);
  const last = ways.at(-1)?.rule ?? null;
  const asked = last ? plan.rules.slice(0, plan.rules.indexOf(last) + 1) : plan.rules;
  return [
    ...plan.steps(),
    ...asked.flatMap((rule) => askedSteps(rule, seen, plan.asker)),
    ...ways.flatMap((way) => routeSteps(book, caller, { way, route: follow(book, { plan, way, request }) })),
  ];
}

function askedSteps(rule: RouteRule, request: RequestClass, asker: Asker): readonly Step[] {
  const { object, path, name, matches } = rule;
  if (matches.length === 0) return [{ stage: 'route', object, path, verdict: 'matches_everything', facts: { name } }];
  const steps: Step[] = [];
  for (const match of matches) {
    const answer = holds(match, request, asker);
    steps.push(matchStep(rule, match, { answer, request, asker }));
    if (answer === 'yes') break;
  }
  return steps;
}

function matchStep(
  { object, name }: RouteRule,
  match: CompiledMatch,
  { answer, request, asker }: { answer: Tri; request: RequestClass; asker: Asker },
): Step {
  const step = (verdict: string, facts: Step['facts']): Step => ({
    stage: 'route',
    object,
    path: match.path,
    verdict,
    facts: { name, ...facts },
  });
  if (answer === 'yes') return step('matches', { fields: match.conditions.map(({ field }) => field).join(', ') });
  if (answer !== 'no') return step('may_match', { missing: answer.maybe.join(', ') });
  const [unfollowed] = match.unsupported;
  if (unfollowed) return step('not_followed', { field: unfollowed[0] });
  const failed = match.conditions.find((condition) => condition.holds(request, asker) === tri(false));
  return step('does_not_match', { field: failed?.field ?? null });
}

function routeSteps(book: RouteBook, caller: Workload, { way, route }: { way: Way; route: Route }): readonly Step[] {
  const place = { object: way.rule?.object ?? null, path: way.rule?.path ?? null };
  const step = (stage: Step['stage'], verdict: string, facts: Step['facts']): Step => ({
    stage,
    ...place,
    verdict,
    facts: { ...missingIn(way), ...facts },
  });
  if (route.kind === 'direct') return [step('route', 'answered_by_proxy', { code: route.code })];
  if (route.kind !== 'forward') return [step('route', route.kind, {})];
  const { fault, rewrite, timeoutMs } = route;
  const changes = rewrite ? [step('route', 'rewritten', { host: rewrite.host, path: rewrite.path?.to ?? null })] : [];
  const faults = fault
    ? [
        step('fault', 'injected', {
          abortShare: fault.abortShare,
          abortCode: fault.abortCode,
          delayShare: fault.delayShare,
          delayMs: fault.delayMs,
        }),
      ]
    : [];
  const base = route.object ? [] : [step('route', 'default_route', { timeoutMs })];
  return [...base, ...changes, ...faults, ...route.legs.flatMap((leg) => legSteps(book, caller, leg, { ...place, given: missingIn(way) }))];
}

const missingIn = ({ given }: Way): Step['facts'] => (typeof given === 'string' ? {} : { missing: given.maybe.join(', ') });

function legSteps(
  book: RouteBook,
  caller: Workload,
  leg: Leg,
  { object, path, given }: Pick<Step, 'object' | 'path'> & { given: Step['facts'] },
): readonly Step[] {
  const { host, subset, port, share, service, missing } = leg;
  const facts = { ...given, host, subset, port, share };
  if (missing) {
    const verdict = missing === 'host' ? 'host_missing' : 'subset_missing';
    return [{ stage: 'destination', object, path, verdict, facts: { ...facts, code: leg.missingCode } }];
  }
  const rule = service && ruleOf(book, service, caller.namespace);
  const pods = leg.endpoints.reduce((sum, one) => sum + one.pods.length, 0);
  return [
    { stage: 'destination', object: rule?.object ?? object, path: rule ? null : path, verdict: 'sent_to', facts },
    {
      stage: 'endpoints',
      object: service && {
        kind: service.resolution === 'cluster' ? 'Service' : 'ServiceEntry',
        namespace: service.namespace,
        name: service.name,
      },
      path: null,
      verdict: pods > 0 ? 'ready' : 'none_ready',
      facts: { ...given, host, subset, pods, workloads: leg.endpoints.map(({ workload }) => workload.key).join(', ') },
    },
  ];
}
