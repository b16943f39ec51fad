import { parseArgs } from 'node:util';
import { drawingFigures } from '../bench/drawing-figures.ts';
import { type Figure, isOver, type Section } from '../bench/figure.ts';
import { writeResults } from '../bench/results.ts';
import { costFigures, faceFigures, labFigures, latencyFigures, memoryFigures, scaleFigures, startFigures } from '../bench/sections.ts';
import { tableOf } from '../bench/table.ts';
import { buildStale, faces } from './builds.ts';

/**
 * `npm run bench`: measures what we promise about speed, prints one table and writes bench/results/latest.json.
 * `--with-start` also times `npm start` in a fresh clone, which takes minutes and needs the network. `--only TITLE` measures one
 * section. Ends with 1 when a budget is exceeded or a section could not be measured.
 */
const { values } = parseArgs({ options: { 'with-start': { type: 'boolean' }, only: { type: 'string' } } });
const say = (text: string): void => void process.stderr.write(`  ${text} …\n`);

const measures: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  cost: costFigures,
  latency: latencyFigures,
  scale: scaleFigures,
  memory: memoryFigures,
  lab: () => Promise.resolve(labFigures()),
  faces: faceFigures,
  drawing: () => drawingFigures(say),
  start: () => startFigures(values['with-start'] ?? false),
};
const wanted = Object.entries(measures).filter(([title]) => values.only === undefined || title === values.only);
if (wanted.length === 0) throw new Error(`There is no section "${values.only}". Choose one of: ${Object.keys(measures).join(', ')}.`);

await buildStale(faces, say);
const sections: Section[] = [];
for (const [title, measure] of wanted) {
  say(title);
  sections.push(await measured(title, measure));
}
console.log(`\n${tableOf(sections)}\n`);
await writeResults(sections);

const over = sections.flatMap(({ figures }) => figures.filter(isOver));
const missing = sections.filter(({ notMeasured }) => notMeasured !== null);
console.log(`${over.length} over budget, ${missing.length} sections not measured. Written to bench/results/latest.json`);
process.exitCode = over.length + missing.length > 0 ? 1 : 0;

/** One section that cannot be measured must not hide the others. */
async function measured(title: string, measure: () => Promise<readonly Figure[]>): Promise<Section> {
  try {
    return { title, figures: await measure(), notMeasured: null };
  } catch (error) {
    return { title, figures: [], notMeasured: error instanceof Error ? error.message : String(error) };
  }
}
