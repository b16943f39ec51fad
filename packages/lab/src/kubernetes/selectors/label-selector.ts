import { at, list, record, text } from '../json/json.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/**
 * Whether labels satisfy a selector as objects carry it, with `matchLabels` and `matchExpressions`; an empty one fits everything.
 * Source: Kubernetes API, LabelSelector.
 */
export const fitsLabelSelector = (selector: unknown, labels: Labels): boolean =>
  Object.entries(record(at(selector, 'matchLabels'))).every(([key, value]) => at(labels, key) === value) &&
  list(at(selector, 'matchExpressions')).every((expression) => fitsExpression(expression, labels));

function fitsExpression(expression: unknown, labels: Labels): boolean {
  const own = at(labels, text(at(expression, 'key')));
  const isListed = list(at(expression, 'values')).includes(own);
  switch (at(expression, 'operator')) {
    case 'In':
      return own !== undefined && isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return own !== undefined;
    case 'DoesNotExist':
      return own === undefined;
    default:
      return false;
  }
}
