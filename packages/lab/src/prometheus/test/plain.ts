import type { Labels, Sample } from '../../series/index.ts';
import { toLabels, type Answer } from '../engine/index.ts';

/** An answer as plain data, its labels as they travel in JSON. */
export type Plain =
  | { readonly resultType: 'scalar' | 'string'; readonly t: number; readonly value: number | string }
  | { readonly resultType: 'vector'; readonly t: number; readonly result: readonly { readonly metric: Labels; readonly value: number }[] }
  | { readonly resultType: 'matrix'; readonly result: readonly { readonly metric: Labels; readonly values: readonly Sample[] }[] };

export function plain(answer: Answer): Plain {
  switch (answer.resultType) {
    case 'vector':
      return { ...answer, result: answer.result.map(({ labels, value }) => ({ metric: toLabels(labels), value })) };
    case 'matrix':
      return { ...answer, result: answer.result.map(({ labels, values }) => ({ metric: toLabels(labels), values })) };
    default:
      return answer;
  }
}
