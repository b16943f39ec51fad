import { type FeatureFlags, type PluginManifest, PluginStore } from '@openshift/dynamic-plugin-sdk';

declare const __webpack_init_sharing__: (scope: string) => Promise<void>;
declare const __webpack_share_scopes__: Record<string, Record<string, never>>;

interface ServerFlags {
  readonly releaseVersion: string;
  readonly consolePlugins: readonly string[];
}

const settings = (): ServerFlags => JSON.parse(document.documentElement.dataset['serverFlags'] ?? '{}') as ServerFlags;

/** A store with the console's own options: its entry callback, and its API version as a dependency that plugins name. */
export async function createStore(): Promise<PluginStore> {
  await __webpack_init_sharing__('default');
  return new PluginStore({
    loaderOptions: {
      customDependencyResolutions: { '@console/pluginAPI': settings().releaseVersion },
      entryCallbackSettings: { name: '__load_plugin_entry__' },
      sharedScope: __webpack_share_scopes__['default'] ?? {},
      transformPluginManifest: withBaseUrl,
    },
  });
}

/** The console resolves scripts below `/api/plugins/<name>/` whatever the manifest says. */
const withBaseUrl = <T extends PluginManifest>(manifest: T): T => ({ ...manifest, baseURL: `/api/plugins/${manifest.name}/` });

/** Loads what the bridge announces. A plugin that is refused or broken is named in the page's `data-plugin-errors`. */
export async function loadPlugins(store: PluginStore): Promise<void> {
  const models = (await (await fetch('/api/kubernetes/models')).json()) as readonly string[];
  for (const name of settings().consolePlugins) {
    await store.loadPlugin(`/api/plugins/${name}/plugin-manifest.json`);
    const info = store.getPluginInfo().find(({ manifest }) => manifest.name === name);
    if (info?.status === 'loaded') store.setFeatureFlags(flagsOf(info.manifest, models));
    else document.documentElement.dataset['pluginErrors'] = `${name}: ${info?.status === 'failed' ? info.errorMessage : 'no manifest'}`;
    if (info?.status === 'loaded') store.enablePlugins([name]);
  }
}

interface FlagModel {
  readonly flag: string;
  readonly model: { readonly group: string; readonly version: string; readonly kind: string };
}

/** What `console.flag/model` means: a flag is on when the cluster serves exactly this group, version and kind. */
function flagsOf(manifest: PluginManifest, models: readonly string[]): FeatureFlags {
  const wanted = manifest.extensions
    .filter(({ type }) => type === 'console.flag/model')
    .map(({ properties }) => properties as unknown as FlagModel);
  return Object.fromEntries(wanted.map(({ flag, model }) => [flag, models.includes(`${model.group}/${model.version}/${model.kind}`)]));
}
