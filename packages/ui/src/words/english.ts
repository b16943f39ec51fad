import data from './en/data.json';
import graph from './en/graph.json';
import mesh from './en/mesh.json';
import parts from './en/parts.json';
import problem from './en/problem.json';
import session from './en/session.json';
import shell from './en/shell.json';
import wizards from './en/wizards.json';

/** Every word on screen, in the language that is always complete. Keys are flat and begin with their room. */
export const english = { ...data, ...graph, ...mesh, ...parts, ...problem, ...session, ...shell, ...wizards };
