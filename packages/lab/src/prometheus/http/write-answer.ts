import type { Sample } from '../../series/index.ts';
import { sampleText, toJson, type Answer } from '../engine/index.ts';

/** Large enough that few pieces are sent, small enough that none of them outlives the youngest garbage. Units: characters. */
const pieceLength = 100_000;

/**
 * The answer to a query as the API's JSON, piece by piece: a graph of a large mesh is a hundred megabytes of text, of which only
 * one piece need exist at a time. Prometheus sends moments as seconds and values as text, so that NaN and Inf survive JSON.
 */
export function* answerText(answer: Answer): Generator<string> {
  let text = `{"status":"success","data":{"resultType":"${answer.resultType}","result":`;
  if (answer.resultType === 'scalar') text += pair(answer.t, sampleText(answer.value));
  else if (answer.resultType === 'string') text += `[${answer.t / 1_000},${JSON.stringify(answer.value)}]`;
  else {
    let comma = '[';
    for (const element of elementsOf(answer)) {
      text += comma + element;
      comma = ',';
      if (text.length < pieceLength) continue;
      yield text;
      text = '';
    }
    text += comma === '[' ? '[]' : ']';
  }
  yield `${text}}}`;
}

function* elementsOf(answer: Extract<Answer, { readonly resultType: 'vector' | 'matrix' }>): Generator<string> {
  if (answer.resultType === 'vector') {
    for (const point of answer.result)
      yield `{"metric":${point.json ?? toJson(point.labels)},"value":${pair(answer.t, sampleText(point.value))}}`;
  } else for (const { labels, values } of answer.result) yield `{"metric":${toJson(labels)},"values":[${values.map(sample).join(',')}]}`;
}

const pair = (ms: number, text: string): string => `[${ms / 1_000},"${text}"]`;
const sample = ({ t, v }: Sample): string => pair(t, sampleText(v));
