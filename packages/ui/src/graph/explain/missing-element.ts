/** A call that is not on the graph. Null: that end was not asked about. */
export interface MissingCall {
  readonly from: string | null;
  readonly to: string | null;
}

const prefix = 'missing:';

/** Names a call that is not there in the place of an element: `missing:FROM>TO`, either of them empty. */
export const missingElement = ({ from, to }: MissingCall): string => `${prefix}${from ?? ''}>${to ?? ''}`;

/** The call that an element of a place names, if it names one that is not there. */
export function missingIn(element: string): MissingCall | null {
  if (!element.startsWith(prefix)) return null;
  const [from = '', to = ''] = element.slice(prefix.length).split('>', 2);
  return { from: from === '' ? null : from, to: to === '' ? null : to };
}
