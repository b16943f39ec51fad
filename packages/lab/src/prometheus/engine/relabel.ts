import { anchoredRegex, RegexFailure, type AnchoredRegex } from '../../series/index.ts';
import { cannotExecute } from '../failure.ts';
import type { Interner } from './interner.ts';
import { valueOf, type LabelSet } from './label-set.ts';
import type { Scope } from './scope.ts';
import { distinct, type Relabelled, type Vector } from './value.ts';

const isLabelName = (name: string): boolean => /^[a-zA-Z_]\w*$/.test(name);

/** `label_replace`: sets a label from what a regex finds in another. */
export function replaceLabel(vector: Vector, texts: readonly string[], { labels }: Scope, known: Relabelled): Vector {
  const [target = '', template = '', source = '', pattern = ''] = texts;
  const regex = compile(pattern);
  if (!isLabelName(target)) throw cannotExecute(`invalid destination label name in label_replace(): ${target}`);
  return relabelled(vector, labels, known, (own) => {
    const value = regex.expand(valueOf(own, source), template);
    return value === undefined ? own : labels.with(own, target, value);
  });
}

function compile(pattern: string): AnchoredRegex {
  try {
    return anchoredRegex(pattern);
  } catch (error) {
    if (error instanceof RegexFailure) throw cannotExecute(`invalid regular expression in label_replace(): ${pattern}: ${error.message}`);
    throw error;
  }
}

/** `label_join`: sets a label to other labels' values, joined. */
export function joinLabels(vector: Vector, texts: readonly string[], { labels }: Scope, known: Relabelled): Vector {
  const [target = '', separator = '', ...sources] = texts;
  if (!isLabelName(target)) throw cannotExecute(`invalid destination label name in label_join(): ${target}`);
  const foreign = sources.find((source) => !isLabelName(source));
  if (foreign !== undefined) throw cannotExecute(`invalid source label name in label_join(): ${foreign}`);
  return relabelled(vector, labels, known, (own) =>
    labels.with(own, target, sources.map((source) => valueOf(own, source)).join(separator)),
  );
}

function relabelled(vector: Vector, labels: Interner, known: Relabelled, relabel: (labels: LabelSet) => LabelSet): Vector {
  const points = vector.map((point) => {
    const labelled = known.get(point.labels) ?? relabel(point.labels);
    known.set(point.labels, labelled);
    return { labels: labelled, value: point.value };
  });
  return distinct(points, labels);
}
