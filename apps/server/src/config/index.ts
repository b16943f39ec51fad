export { isLoopback } from './check-together.ts';
export { helpText, mistakesText } from './help.ts';
export { readSettings } from './read-settings.ts';
export { settingNames, settingOf, type Settings, variableOf } from './settings.ts';
export { readSessionKeys } from './session-keys.ts';
export { version } from './version.ts';
