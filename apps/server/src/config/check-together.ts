import { BlockList, isIP } from 'node:net';
import type { Found, Mistake } from './mistake.ts';
import { type SettingName, type Settings, settingNames } from './settings.ts';

/** What is right by itself and wrong together. */
export function checkTogether(settings: Settings, found: ReadonlyMap<SettingName, Found>): readonly Mistake[] {
  return [
    ...checkSources(settings, found),
    ...pairs.flatMap(([one, other]) => checkPair(settings, one, other)),
    ...checkAuthorization(settings),
  ];
}

function checkSources(settings: Settings, found: ReadonlyMap<SettingName, Found>): readonly Mistake[] {
  if (settings.command === 'serve') {
    if (settings['prometheus.url'] !== undefined) return [];
    return [
      {
        where: 'prometheus.url',
        what: 'is missing: name your Prometheus with --prometheus URL, or start without any source to see the demo',
      },
    ];
  }
  return settingNames
    .filter((name) => /^(prometheus|tracing|kubernetes)\./.test(name) && found.has(name))
    .map((name) => ({
      where: found.get(name)?.where ?? name,
      what: 'cannot be set in the demo, which brings its own mesh: leave it out, or use "serve"',
    }));
}

const pairs: readonly (readonly [SettingName, SettingName])[] = [
  ['server.tlsCertFile', 'server.tlsKeyFile'],
  ['prometheus.username', 'prometheus.passwordFile'],
];

function checkPair(settings: Settings, one: SettingName, other: SettingName): readonly Mistake[] {
  if ((settings[one] === undefined) === (settings[other] === undefined)) return [];
  const [here, missing] = settings[one] === undefined ? [other, one] : [one, other];
  return [{ where: here, what: `needs ${missing} as well` }];
}

const checkAuthorization = (settings: Settings): readonly Mistake[] =>
  settings['prometheus.tokenFile'] !== undefined && settings['prometheus.username'] !== undefined
    ? [{ where: 'prometheus.tokenFile', what: 'cannot be together with prometheus.username: Prometheus takes one or the other' }]
    : [];

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this machine can reach the address. */
export function isLoopback(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return address.toLowerCase() === 'localhost';
  return loopback.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
