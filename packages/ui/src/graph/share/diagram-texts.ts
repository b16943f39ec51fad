import type { GroupBy } from '@vigla/contract/graph';
import type { ExportTexts } from '@vigla/domain/export';
import { usualLook } from '../drawing/look.ts';
import { amountText, errorText, plateOf, type Speech } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';

/** What nodes and calls say in a diagram: what plates and labels say. */
export const diagramTexts = (groupBy: GroupBy, speech: Speech): ExportTexts => ({
  node: (node) => {
    const { name, version, second } = plateOf(node, { groupBy, namespaces: [] }, usualLook, speech);
    return plainSpaces([version === null ? name : `${name} ${version}`, ...second.map(({ text }) => text)].join(' · '));
  },
  edge: (edge) => {
    const sum = sumTraffic([edge.traffic]);
    const amount = amountText(sum, speech);
    const rest = speech.words(edge.health === 'idle' ? 'graph.plate.idle' : 'graph.plate.notMeasured');
    return plainSpaces([errorText(sum, speech), amount ?? rest].filter((part) => part !== null).join(' · '));
  },
});

/** Narrow and binding spaces are for pictures: in a text for other programs they are noise. */
const plainSpaces = (text: string): string => text.replaceAll(/[\u00a0\u2009\u202f]/g, ' ');
