import compare from './en/compare.json';
import data from './en/data.json';
import details from './en/details.json';
import display from './en/display.json';
import explain from './en/explain.json';
import find from './en/find.json';
import gather from './en/gather.json';
import graph from './en/graph.json';
import mesh from './en/mesh.json';
import overview from './en/overview.json';
import panel from './en/panel.json';
import parts from './en/parts.json';
import plugin from './en/plugin.json';
import problem from './en/problem.json';
import session from './en/session.json';
import share from './en/share.json';
import shell from './en/shell.json';
import time from './en/time.json';
import wall from './en/wall.json';
import wizards from './en/wizards.json';

/** Every word on screen, in the language that is always complete. Keys are flat and begin with their room. */
export const english = {
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
