import { at, list, text } from '../json/json.ts';
import { badRequest, type Cause, invalid } from '../status/status.ts';
import type { KubeObject } from '@vigla/contract/objects';

/** What a reader of a log wants of it. Units: epoch milliseconds. `sinceMs`, `tailLines` and `limitBytes` are undefined where there is no such limit. */
export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly sinceMs: number | undefined;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
}

/** Reads the query of a log request. Fails: BadRequest for what cannot be read, Invalid for what may not be asked. Source: Kubernetes API, PodLogOptions. */
export function logOptions(pod: KubeObject, query: URLSearchParams, nowMs: number): LogOptions {
  const [sinceSeconds, tailLines, limitBytes] = ['sinceSeconds', 'tailLines', 'limitBytes'].map((name) => whole(query, name));
  const sinceTime = query.get('sinceTime') || undefined;
  const causes: readonly Cause[] = [
    ...tooSmall('sinceSeconds', sinceSeconds, 1),
    ...tooSmall('tailLines', tailLines, 0),
    ...tooSmall('limitBytes', limitBytes, 1),
    ...(sinceSeconds !== undefined && sinceTime !== undefined
      ? [
          {
            reason: 'FieldValueForbidden',
            field: 'sinceSeconds',
            message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
          },
        ]
      : []),
  ];
  if (causes.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, pod.metadata.name, causes);
  return {
    container: containerOf(pod, query.get('container') ?? ''),
    follow: flag(query, 'follow'),
    previous: flag(query, 'previous'),
    timestamps: flag(query, 'timestamps'),
    sinceMs: sinceSeconds === undefined ? instantOf(sinceTime) : nowMs - sinceSeconds * 1000,
    tailLines,
    limitBytes,
  };
}

/** A flag is set by its mere name; only `0` and `false` unset it. Source: conversion of query parameters in apimachinery. */
const flag = (query: URLSearchParams, name: string): boolean => query.has(name) && !/^(?:0|false)$/i.test(query.get(name) ?? '');

function whole(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name) ?? '';
  if (value === '') return undefined;
  if (!/^-?\d{1,15}$/.test(value)) throw badRequest(`${name}: "${value}" is not a whole number`);
  return Number(value);
}

function tooSmall(field: string, value: number | undefined, least: 0 | 1): readonly Cause[] {
  if (value === undefined || value >= least) return [];
  const wanted = least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
  return [{ reason: 'FieldValueInvalid', field, message: `Invalid value: ${value}: ${wanted}` }];
}

function instantOf(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\dT/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms)) throw badRequest(`sinceTime: "${time}" is not an instant such as 2026-03-02T12:00:00Z`);
  return ms;
}

/** The container that is meant: the named one, or the only one. */
function containerOf(pod: KubeObject, wanted: string): string {
  const { name } = pod.metadata;
  const named = (field: string): readonly string[] => list(at(pod, 'spec', field)).map((container) => text(at(container, 'name')));
  const [plain, init] = [named('containers'), named('initContainers')];
  if (wanted !== '') {
    if ([...plain, ...init, ...named('ephemeralContainers')].includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  const [only, ...more] = plain;
  if (only !== undefined && more.length === 0) return only;
  const choices = plain.length > 0 ? `, choose one of: [${plain.join(' ')}]` : '';
  const inits = plain.length > 0 && init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${name}${choices}${inits}`);
}
