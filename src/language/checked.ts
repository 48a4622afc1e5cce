/**
 * What the checker hands on: scripts, primitives and plans that are known to be right.
 *
 * Rule 1: nothing here can fail for a reason that the text alone could show.
 * Rule 2: plain data, so that it can be stored, hashed and walked with a cursor.
 * Deliberately not here: how it was written (`tree.ts`), how it is run (`../interpreter`).
 */
import type { Span } from './tree.ts';

export type ScalarType =
  | 'text'
  | 'path'
  | 'name'
  | 'host'
  | 'url'
  | 'version'
  | 'debian-version'
  | 'size'
  | 'duration'
  | 'integer'
  | 'boolean'
  | 'secret'
  | 'file'
  | 'artifact';

export type Type = ScalarType | { readonly listOf: ScalarType };

/**
 * A value at run time; its type is known from the expression it came from.
 * Sizes are bytes, durations milliseconds. A `secret` is the *name* of the secret in its store;
 * an `artifact` the release's lines about it; a `file` its path on the device.
 */
export type Datum = string | number | boolean | readonly Datum[];

export type Expression =
  | { readonly kind: 'constant'; readonly type: Type; readonly value: Datum }
  /** `name` is `live`, `work`, `device.version`, `release.version`, `package` or `package.size`. */
  | { readonly kind: 'read'; readonly type: Type; readonly name: string }
  | {
      readonly kind: 'template';
      readonly type: Type;
      readonly parts: readonly (string | Expression)[];
    }
  | { readonly kind: 'list'; readonly type: Type; readonly items: readonly Expression[] };

export type CheckedCondition =
  | { readonly kind: 'and' | 'or'; readonly tests: readonly CheckedCondition[] }
  | { readonly kind: 'not'; readonly test: CheckedCondition }
  | {
      readonly kind: 'compare';
      readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'holds'; readonly value: Expression };

export type Family = 'check' | 'backup' | 'stage' | 'switch' | 'revert' | 'report';

export type PhaseName =
  'check' | 'backup' | 'stage' | 'switch' | 'verify' | 'revert' | 'finish' | 'report';

export interface Place {
  /** The script's line, from 1. */
  readonly line: number;
  readonly span: Span;
}

export type CheckedItem = CheckedStep | CheckedWhen | CheckedFor | CheckedRequire | CheckedLet;

export interface CheckedStep {
  readonly kind: 'step';
  /** Unique in the script, in the order of the text: `switch.3`, `installed`, `switch.3.undo.1`. */
  readonly id: string;
  readonly primitive: string;
  /** The family under which the word stands here. */
  readonly family: Family;
  /** In the primitive's order; those left out have their default filled in. */
  readonly arguments: readonly BoundArgument[];
  /** What `rest` takes, in order; each is one argument, a list one for each of its items. */
  readonly rest: readonly Expression[];
  /** The whole step with all tries and pauses. */
  readonly withinMs: number;
  /** 1 without `retry`. */
  readonly tries: number;
  readonly everyMs: number;
  readonly as?: { readonly name: string; readonly type: Type };
  readonly wayBack: WayBack;
  readonly touches: readonly StepTouch[];
  readonly place: Place;
}

export interface BoundArgument {
  readonly param: string;
  readonly type: Type;
  readonly value: Expression;
}

/**
 * What puts a step's effect back; `nothing` for a step that only reads, that mends, or that comes after
 * the commit. `itself` is also said of a `keep`: in `switch` it puts
 * back what it kept, in `backup` only the steps that write under it are put back from it.
 */
export type WayBack =
  | { readonly by: 'nothing' }
  | { readonly by: 'itself' }
  /** Each written path is put back from the keep (a step's id) that covers it. */
  | {
      readonly by: 'keep';
      readonly from: readonly { readonly path: Expression; readonly keep: string }[];
    }
  | { readonly by: 'steps'; readonly items: readonly CheckedItem[] }
  | { readonly by: 'never'; readonly because: string };

export interface StepTouch {
  readonly effect: Effect;
  /** `path`, `service`, or a vendor's own. */
  readonly kind: string;
  /** One value, or a list of them. */
  readonly value: Expression;
}

export type Effect = 'reads' | 'writes' | 'makes' | 'stops' | 'starts';

export interface CheckedWhen {
  readonly kind: 'when';
  readonly condition: CheckedCondition;
  readonly then: readonly CheckedItem[];
  readonly otherwise: readonly CheckedItem[];
  readonly place: Place;
}

export interface CheckedFor {
  readonly kind: 'for';
  readonly name: string;
  readonly list: Expression;
  readonly body: readonly CheckedItem[];
  readonly place: Place;
}

export interface CheckedRequire {
  readonly kind: 'require';
  readonly condition: CheckedCondition;
  readonly otherwise: Expression;
  readonly place: Place;
}

/** A `let`; with a choice, `value` is taken where the condition holds. */
export interface CheckedLet {
  readonly kind: 'let';
  readonly name: string;
  readonly type: Type;
  readonly value: Expression;
  readonly choice?: { readonly condition: CheckedCondition; readonly otherwise: Expression };
  readonly place: Place;
}

export interface CheckedParam {
  readonly name: string;
  readonly type: Type;
  readonly limit?: readonly Datum[];
  readonly value?: Datum;
}

export interface CheckedScript {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  /** Canonical text (`format`); its SHA-256 is what is approved. */
  readonly text: string;
  readonly platforms: readonly string[];
  readonly artifacts: readonly string[];
  readonly params: readonly CheckedParam[];
  /** The script's own `let`s, in order, before any phase. */
  readonly lets: readonly CheckedLet[];
  readonly installed: CheckedStep;
  readonly prepared?: CheckedStep;
  readonly phases: Readonly<Partial<Record<PhaseName, readonly CheckedItem[]>>>;
  /** Names of all primitives that it uses, sorted. */
  readonly uses: readonly string[];
}

export interface PrimitiveParam {
  readonly name: string;
  readonly type: Type;
  readonly limit?: readonly Datum[];
  readonly value?: Datum;
}

export interface Primitive {
  readonly name: string;
  readonly title: string;
  readonly families: readonly Family[];
  readonly params: readonly PrimitiveParam[];
  readonly rest?: PrimitiveParam;
  readonly gives?: Type;
  readonly takesMs: number;
  readonly reversible: boolean;
  readonly restarts: boolean;
  readonly resumes: boolean;
  readonly holds: boolean;
  readonly touches: readonly {
    readonly effect: Effect;
    readonly kind: string;
    readonly param: string;
  }[];
  /** Platform → the binding's own text. */
  readonly bindings: Readonly<Record<string, string>>;
  /** Canonical text of the declaration. */
  readonly text: string;
}

/** The primitives known to a check, by name, and each platform's shared functions (`primitives/PLATFORM.sh`). */
export interface Library {
  readonly primitives: ReadonlyMap<string, Primitive>;
  readonly platforms: Readonly<Record<string, string>>;
}

export interface CheckedPlan {
  readonly title: string;
  readonly file: string;
  readonly text: string;
  readonly release: { readonly name: string; readonly version: string };
  readonly units: readonly CheckedUnit[];
}

export interface CheckedUnit {
  readonly mode: 'linked' | 'separate';
  readonly title: string;
  /** A label of the inventory: one unit for each of its values. */
  readonly by?: string;
  readonly members: readonly CheckedMember[];
  /** Members that match `first` have answered before those that match `then` are told. */
  readonly prepareOrder: readonly Precedence[];
  readonly switchOrder: readonly Precedence[];
  readonly skewMs?: number;
  readonly voteWithinMs?: number;
  readonly place: Place;
}

export interface Precedence {
  readonly first: string;
  readonly then: string;
}

export interface CheckedMember {
  readonly group: boolean;
  readonly pattern: string;
  readonly script: string;
  readonly with: readonly { readonly param: string; readonly value: Datum; readonly type: Type }[];
  readonly accepts?: string;
  readonly place: Place;
}
