import type { Budget } from './figure.ts';

const kilobytes = (count: number): number => count * 1000;

/** What we promise about speed. `npm test` keeps those that need neither a browser nor a clock; `npm run bench` keeps them all. */
export const budgets = {
  coldQueries: { most: 6, because: 'one question to Prometheus per kind of metric' },
  queriesGrowth: { most: 1, because: 'questions do not grow with namespaces' },
  warmQueries: { most: 0, because: 'a reading is shared' },
  unchangedBytes: { most: 0, because: 'an unchanged graph costs a 304' },
  rawBytesPerEdge: { most: 1400, because: 'what a page has to parse' },
  compressedBytesPerEdge: { most: 100, because: 'what a refresh costs the network' },
  bytesGrowth: { most: 1.2, because: 'an edge costs the same in a large mesh' },
  dashboardScript: { most: kilobytes(250), because: 'loaded before the first page' },
  dashboardStyle: { most: kilobytes(65), because: 'loaded before the first page' },
  wallScript: { most: kilobytes(185), because: 'loaded before the first page; it paints all that the graph can show and knows its words' },
  wallStyle: { most: kilobytes(35), because: 'loaded before the first page' },
  pluginEntry: { most: kilobytes(10), because: 'every page of the console loads it' },
  pluginWhole: {
    most: kilobytes(700),
    because:
      'what the console may have to load, piece by piece: compare, explain, replay, charts and exports only where somebody uses them',
  },
  coldToSlowest: { most: 1.5, because: 'questions are asked at once, and answers are read while others come' },
  warmGraph: { most: 20, because: 'a reading is shared; the one promise in milliseconds, which a busy machine breaks' },
  watchersGrowth: { most: 1, because: 'people who watch share their readings' },
  serverMemory: { most: 512, because: 'a server beside a mesh of 20,000 workloads' },
  warmToCold: { most: 0.5, because: 'what was read once is not read again' },
  labMemory: { most: 500, because: 'a mesh of a thousand workloads beside everything else on a laptop' },
  labRange: { most: 100, because: 'a range of 61 steps costs about what 61 questions cost, and never several times that' },
  firstPaint200: { most: 1500, because: '200 nodes and 500 calls are there before one looks up' },
  firstPaint500: { most: 3000, because: '500 nodes and 1,250 calls are more than one can read, and may take a breath' },
  firstPaintGathered: { most: 3000, because: 'a mesh of 5,000 workloads opens as groups, whatever it holds' },
  drag200: { most: 34, because: '200 nodes follow the hand at 30 pictures a second' },
  drag500: { most: 50, because: '500 nodes follow the hand at 20 pictures a second' },
  dots: { most: 17.5, because: 'dots run at 60 pictures a second, or they would stutter' },
  panAgainstCytoscape: { most: 2, because: 'our whole page beside its bare one: drawing ourselves stays in the same range' },
  panGrowth: { most: 10, because: 'work grows no faster than the mesh: 10 times from 50 to 500' },
} as const satisfies Record<string, Budget>;
