import { describe, expect, it } from 'vitest';
import { parseMeshConfig } from './mesh-config.ts';
import { readMeshSettings } from './mesh-settings.ts';
import { meshConfig } from './test/draw.ts';

describe('settings of a mesh', () => {
  it.each<[because: string, mesh: string, expected: object]>([
    [
      'nothing is written',
      '',
      {
        rootNamespace: 'istio-system',
        trustDomain: 'cluster.local',
        autoMtls: true,
        unknownHosts: 'allow',
        exportTo: { services: [], virtualServices: [] },
      },
    ],
    ['names are quoted', 'rootNamespace: "mesh"\ntrustDomain: \'td.example\'\n', { rootNamespace: 'mesh', trustDomain: 'td.example' }],
    ['automatic mTLS is off', 'enableAutoMtls: false\n', { autoMtls: false }],
    [
      'a setting stands in a block',
      'defaultConfig:\n  rootNamespace: no\noutboundTrafficPolicy:\n  mode: REGISTRY_ONLY\nrootNamespace: yes-it-is\n',
      { unknownHosts: 'block', rootNamespace: 'yes-it-is' },
    ],
    ['the policy says to let through', 'outboundTrafficPolicy:\n  mode: ALLOW_ANY\n', { unknownHosts: 'allow' }],
    ['retries are none', 'defaultHttpRetryPolicy:\n  attempts: 0\n', { retry: { attempts: 0 } }],
    [
      'visibility is narrowed',
      'defaultServiceExportTo: ["."]\ndefaultVirtualServiceExportTo:\n  - "."\n  - shared\n',
      { exportTo: { services: ['.'], virtualServices: ['.', 'shared'] } },
    ],
  ])('are read where %s', (_, mesh, expected) => expect(readMeshSettings([meshConfig(mesh)])).toMatchObject(expected));
});

describe('settings as they are written', () => {
  it.each<[because: string, written: string | null, expected: object | null]>([
    ['are read in any style of YAML', 'a: {b: [1, "x"]}\nc:\n- d: true\n', { a: { b: [1, 'x'] }, c: [{ d: true }] }],
    ['are none where nothing is written', '', {}],
    ['are not known where there is no map of them', null, null],
    ['are not known where they are not YAML', 'a: [1\nb: }\n', null],
    ['are not known where they are a list', '- a\n', null],
    ['are not known where they would grow without end', 'a: &a [x, x]\nb: [*a, *a]\n', null],
  ])('%s', (_, written, expected) => expect(parseMeshConfig(written)).toEqual(expected));
});
