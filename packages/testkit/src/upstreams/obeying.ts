import { answering } from './answering.ts';
import type { PrometheusAnswer } from './fake-prometheus.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Answers like `answering`, and leaves out what no selector of the question finds, as Prometheus does. A label that a sample does not
 * have was left out when it was drawn, so it finds any.
 */
export const obeying =
  (answers: Parameters<typeof answering>[0]) =>
  (query: string): PrometheusAnswer => {
    const answer = answering(answers)(query);
    const selectors = [...query.matchAll(/\b(?:rate\()?istio_\w+(?:\{([^{}]*)\})?/g)].map(([, matchers = '']) => matchersIn(matchers));
    if (!Array.isArray(answer)) return answer;
    return answer.filter(({ labels }) => selectors.length === 0 || selectors.some((all) => all.every((matches) => matches(labels))));
  };

const matcher = /(\w+)(=~|!~|!=|=)"((?:[^"\\]|\\.)*)"/g;

function matchersIn(text: string): readonly ((labels: Labels) => boolean)[] {
  return [...text.matchAll(matcher)].map(([, name = '', operator = '=', quoted = '']) => {
    const value = quoted.replaceAll(/\\(.)/g, '$1');
    const pattern = operator.endsWith('~') ? new RegExp(`^(?:${value})$`) : null;
    return (labels) => {
      const found = labels[name];
      if (found === undefined) return true;
      return (pattern === null ? found === value : pattern.test(found)) !== operator.startsWith('!');
    };
  });
}
