import { getCauses, getExplanation, getMissing } from '@vigla/contract/explain';
import type { FastifyInstance } from 'fastify';
import { checkMayLook, type GraphParts } from '../graph/index.ts';
import { bind } from '../http/index.ts';
import { createExplainer } from './explainer.ts';

/** Why calls end as they do, why others are not there, and where trouble begins; each as far as the caller may see. */
export function explainRoutes(app: FastifyInstance, parts: GraphParts): void {
  const explainer = createExplainer(parts);
  app.addHook('onClose', async () => explainer.close());

  bind(app, getExplanation, async ({ query: { element, ...moment } }, caller) =>
    explainer.explain(element, await explainer.look(moment, caller), caller),
  );

  bind(app, getMissing, async ({ query: { from, to, namespace, ...moment } }, caller) => {
    const sight = await explainer.look(moment, caller);
    checkMayLook(namespace, sight.visible);
    return explainer.missing({ from: from ?? null, to: to ?? null }, sight, caller);
  });

  bind(app, getCauses, async ({ query: { namespace, most, ...moment } }, caller) => {
    const sight = await explainer.look(moment, caller);
    checkMayLook(namespace, sight.visible);
    return explainer.roots(sight, { namespaces: namespace, most }, caller);
  });
}
