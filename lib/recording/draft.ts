import { currentSighting, type Credential, type Sighting } from './credential.ts';
import type { Dropped, Millis, RequestFacts } from './event.ts';
import { forget } from './forget.ts';
import type { RecordedAction, RecordedToken, Recording } from './recording.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A recording under construction: collections are copied when they are first asked for to be written to, and only then. */
export class Draft {
  state: Writable<Recording>;
  #base: Recording;
  /** Credentials whose sightings are a copy already. */
  readonly #copied = new Set<string>();
  /** What is in the credentials, where it was asked for and nothing has changed since. */
  #values: ReadonlyMap<string, string> | undefined;

  constructor(base: Recording) {
    this.#base = base;
    this.state = { ...base };
  }

  navigations(): Millis[] {
    if (this.state.navigations === this.#base.navigations) this.state.navigations = [...this.#base.navigations];
    return this.state.navigations as Millis[];
  }

  actions(): RecordedAction[] {
    if (this.state.actions === this.#base.actions) this.state.actions = [...this.#base.actions];
    return this.state.actions as RecordedAction[];
  }

  answers(): Map<string, RecordedAction> {
    if (this.state.answers === this.#base.answers) this.state.answers = new Map(this.#base.answers);
    return this.state.answers as Map<string, RecordedAction>;
  }

  requests(): RequestFacts[] {
    if (this.state.requests === this.#base.requests) this.state.requests = [...this.#base.requests];
    return this.state.requests as RequestFacts[];
  }

  tokens(): Map<string, RecordedToken> {
    if (this.state.tokens === this.#base.tokens) this.state.tokens = new Map(this.#base.tokens);
    return this.state.tokens as Map<string, RecordedToken>;
  }

  credentials(): Map<string, Credential> {
    this.#values = undefined;
    if (this.state.credentials === this.#base.credentials) this.state.credentials = new Map(this.#base.credentials);
    return this.state.credentials as Map<string, Credential>;
  }

  /** Those of a credential, to be put into it again. */
  sightingsOf({ id, sightings }: Credential): Sighting[] {
    if (this.#copied.has(id)) return sightings as unknown as Sighting[];
    this.#copied.add(id);
    return [...sightings];
  }

  /** One map for all actions between two changes. */
  currentValues(): ReadonlyMap<string, string> {
    const present = () => [...this.state.credentials.values()].filter((credential) => credential.present);
    this.#values ??= new Map(present().map((credential) => [credential.id, currentSighting(credential).value]));
    return this.#values;
  }

  drop(dropped: Dropped): void {
    // What was copied so far is the base of what follows.
    this.#base = forget(this.state, dropped);
    this.state = { ...this.#base };
    this.#copied.clear();
    this.#values = undefined;
  }
}
