import data from './en/data.json';
import graph from './en/graph.json';
import mesh from './en/mesh.json';
import parts from './en/parts.json';
import plugin from './en/plugin.json';
import problem from './en/problem.json';
import session from './en/session.json';
import shell from './en/shell.json';
import wall from './en/wall.json';
import wizards from './en/wizards.json';

/** Every word on screen, in the language that is always complete. Keys are flat and begin with their room. */
export const english = { ...data, ...graph, ...mesh, ...parts, ...plugin, ...problem, ...session, ...shell, ...wall, ...wizards };
