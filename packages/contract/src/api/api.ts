import { listChanges } from '../changes/index.ts';
import { getCauses, getExplanation, getMissing } from '../explain/index.ts';
import { getComparison } from '../compare/index.ts';
import { getGraph, getGraphHistory } from '../graph/index.ts';
import type { Endpoint } from '../http/index.ts';
import { listNamespaces } from '../inventory/index.ts';
import { applyConfig, getTrafficShift } from '../istio/index.ts';
import { getStatus, getTicks } from '../mesh/index.ts';
import { getElementSeries } from '../metrics/index.ts';
import { getOverview } from '../overview/index.ts';
import { getSession, signIn, signOut, usePersona } from '../session/index.ts';
import { getTrace, listCallTraces, listTraces } from '../traces/index.ts';
import { deleteView, listViews, saveView } from '../views/index.ts';

/** Every row of the API. A row that is not here does not exist: tests walk this list. */
export const api: readonly Endpoint[] = [
  getSession,
  signIn,
  signOut,
  usePersona,
  getStatus,
  getTicks,
  listNamespaces,
  getGraph,
  getGraphHistory,
  getElementSeries,
  getOverview,
  getExplanation,
  getMissing,
  getCauses,
  getComparison,
  listChanges,
  listTraces,
  listCallTraces,
  getTrace,
  getTrafficShift,
  applyConfig,
  listViews,
  saveView,
  deleteView,
];
