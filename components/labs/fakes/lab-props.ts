import { TrainingSession } from '#training';
import { planes } from '../planes.ts';
import { FakeConnection } from './FakeConnection.ts';
import type { About } from '../lab-data.ts';
import type { openSession, RecipeName } from '#training';
import type { ViewName } from '../../views/index.ts';

/** Everything a Lab needs, with a fake worker; `fake` plays the worker's part, `session` is there once the lab is up. */
export function labProps(id: string) {
  const fake = new FakeConnection();
  const made: { session?: TrainingSession } = {};
  const open: typeof openSession = (options) =>
    (made.session = new TrainingSession({ ...options, connection: fake, shipped: () => Promise.resolve(undefined) }));
  const views: ViewName[] = ['density', 'grid', 'samples', 'loss'];
  const recipe: RecipeName = 'moons-realnvp';
  const about: About | undefined = undefined;
  const props = {
    id,
    recipe,
    title: 'How?',
    views,
    hide: [],
    autoplay: false,
    base: '/',
    planes,
    layers: 9,
    lastStep: 2000,
    about,
    open,
  };
  return { fake, made, props };
}
