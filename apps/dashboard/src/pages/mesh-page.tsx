import { MeshView } from '@vigla/ui/mesh';

/** What the console reads the mesh from. */
export const MeshPage = () => <MeshView />;
