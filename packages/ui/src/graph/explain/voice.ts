import type { ObjectReference } from '@vigla/contract/istio';
import type { Format } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';
import type { EndNames } from './end-name.ts';

/** What sentences about calls are made with. */
export interface ExplainVoice {
  readonly t: Words;
  readonly f: Format;
  readonly names: EndNames;
}

/** An object in a sentence, `DestinationRule payments`; null is one that the reader may not see. */
export const objectText = (object: ObjectReference | null, t: Words): string =>
  object === null ? t('explain.rule.hidden') : `${object.kind} ${object.name}`;
