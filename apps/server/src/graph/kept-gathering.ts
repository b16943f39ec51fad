import { mostElements } from '@vigla/domain/graph';
import { createRecentlyUsed } from '../snapshot/index.ts';

/** Remembers which pictures of the present were gathered, so that one at the edge of what can be read does not change its form at each reading. */
export interface KeptGathering {
  /** How many drawn elements are too many for the picture with this key. */
  readonly mostElements: (key: string) => number;
  readonly drawn: (key: string, isGathered: boolean) => void;
}

const mostPictures = 256;
/** By so much a picture has to grow or shrink before its form changes again. */
const slack = 0.1;

export function createKeptGathering(): KeptGathering {
  const forms = createRecentlyUsed<'gathered' | 'single'>(mostPictures);
  return {
    mostElements(key) {
      const form = forms.get(key);
      return form === undefined ? mostElements : Math.round(mostElements * (form === 'gathered' ? 1 - slack : 1 + slack));
    },
    drawn: (key, isGathered) => forms.set(key, isGathered ? 'gathered' : 'single'),
  };
}
