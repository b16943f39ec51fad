import compare from './de/compare.json';
import data from './de/data.json';
import details from './de/details.json';
import display from './de/display.json';
import explain from './de/explain.json';
import find from './de/find.json';
import gather from './de/gather.json';
import graph from './de/graph.json';
import mesh from './de/mesh.json';
import overview from './de/overview.json';
import panel from './de/panel.json';
import parts from './de/parts.json';
import plugin from './de/plugin.json';
import problem from './de/problem.json';
import session from './de/session.json';
import share from './de/share.json';
import shell from './de/shell.json';
import time from './de/time.json';
import wall from './de/wall.json';
import wizards from './de/wizards.json';

/** The German words. Complete; should one be missing all the same, it is said in English. */
export const german: Readonly<Record<string, string>> = {
  ...compare,
  ...data,
  ...details,
  ...display,
  ...explain,
  ...find,
  ...gather,
  ...graph,
  ...mesh,
  ...overview,
  ...panel,
  ...parts,
  ...plugin,
  ...problem,
  ...session,
  ...share,
  ...shell,
  ...time,
  ...wall,
  ...wizards,
};
