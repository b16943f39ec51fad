const areas = [
  'catalog', 'orders', 'billing', 'search', 'accounts', 'shipping', 'inventory', 'pricing', 'media', 'reviews', 'messaging', 'identity',
  'payments', 'returns', 'loyalty', 'adverts', 'feeds', 'reports', 'partners', 'stores', 'maps', 'travel', 'tickets', 'events', 'music',
  'video', 'photos', 'notes', 'calendar', 'contacts', 'support', 'fraud', 'risk', 'ledger', 'tax', 'payroll', 'hiring', 'training',
  'fleet', 'routes', 'sensors', 'weather', 'energy', 'metering', 'claims', 'policies', 'quotes', 'loans', 'cards', 'exchange',
] as const; // biome-ignore format: a list to be read as a list
const subjects = [
  'item',
  'basket',
  'quote',
  'stock',
  'profile',
  'session',
  'offer',
  'label',
  'image',
  'rating',
  'thread',
  'token',
  'refund',
  'voucher',
  'banner',
  'digest',
  'contract',
  'branch',
  'place',
  'booking',
  'seat',
  'track',
  'clip',
  'album',
  'memo',
  'slot',
  'address',
  'case',
  'signal',
  'score',
  'entry',
  'rate',
  'salary',
  'course',
  'vehicle',
  'leg',
  'reading',
  'forecast',
  'meter',
  'document',
] as const;
const doers = ['api', 'reader', 'writer', 'search', 'sync', 'rules', 'feed', 'index', 'export', 'gate'] as const;
const stores = ['db', 'cache', 'store', 'queue'] as const;

/** Names of namespaces, each once. */
export const namespaceNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${areas[index % areas.length] ?? ''}${round(index, areas.length)}`);

const teams = ['storefront', 'commerce', 'content', 'money', 'people', 'logistics', 'insight', 'platform', 'partners', 'trust'] as const;

/** The team that a namespace belongs to: five areas each, wherever they come again. */
export const teamOf = (index: number): string => teams[Math.floor((index % areas.length) / 5) % teams.length] ?? teams[0];

/** The name of the n-th service of a namespace, there only once. Units: `u` in [0, 1). */
export function partName(index: number, protocol: string, u: number): string {
  const doing = protocol === 'tcp' ? stores : doers;
  return `${subjects[index % subjects.length] ?? ''}-${doing[Math.floor(u * doing.length)] ?? ''}${round(index, subjects.length)}`;
}

/** Nothing the first time round, then 2, 3 and so on. */
const round = (index: number, size: number): string => (index < size ? '' : `-${Math.floor(index / size) + 1}`);
