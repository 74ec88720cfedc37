import type { ControlPlane } from './control-plane.js';

export type Health = Pick<ReturnType<ControlPlane['status']>, 'hosts' | 'confirmed' | 'version'> & { readonly renewing?: boolean | undefined };

/** Why the cloud is not ready, a sentence each; nothing where every host is there and holds the network as it is now. */
export function unready({ hosts, confirmed, version, renewing = false }: Health): readonly string[] {
  if (hosts.length === 0) return ['No data plane has connected yet.'];
  const away = hosts.filter((host) => !host.connected).map(({ name }) => `The data plane of ${name} is not connected.`);
  return [
    ...away,
    ...(confirmed < version ? [`The data plane holds version ${String(confirmed)} of the network, not yet ${String(version)}.`] : []),
    ...(renewing ? ['Another cloud is being loaded: writes are refused until the data plane has followed.'] : []),
  ];
}
