import { getCauses, getExplanation, getMissing } from '@vigla/contract/explain';
import type { FastifyInstance } from 'fastify';
import type { GraphParts } from '../graph/index.ts';
import { bind } from '../http/index.ts';
import { createExplainer } from './explainer.ts';

/** Why calls end as they do, why others are not there, and where trouble begins; each as far as the caller may see. */
export function explainRoutes(app: FastifyInstance, parts: GraphParts): void {
  const explainer = createExplainer(parts);
  app.addHook('onClose', async () => explainer.close());

  bind(app, getExplanation, async ({ query }, caller) => explainer.explain(query.element, await explainer.look(query, caller), caller));

  bind(app, getMissing, async ({ query }, caller) => {
    const { from = null, to = null } = query;
    return explainer.missing({ from, to }, await explainer.look(query, caller), caller);
  });

  bind(app, getCauses, async ({ query }, caller) => {
    const { namespace: namespaces, most } = query;
    return explainer.roots(await explainer.look(query, caller), { namespaces, most }, caller);
  });
}
