/**
 * The grammar of items, LL(2), as README.md shows it: tokens → concrete syntax tree.
 *
 * Rule 1: an error stays within its item: recovery goes to the item's `LineEnd` (`recovery.ts`).
 * Rule 2: braces and brackets match and are not too deep already, and each item begins with a token
 *         that can begin one (`braces.ts`, `lines.ts`, `starts.ts`).
 * Rule 3: any item may stand in any block, and at the top: what is misplaced is said by who builds the tree.
 */
import * as T from './tokens.ts';
import { ValueParser } from './values.ts';

const W = T.Word;

export class CutoverParser extends ValueParser {
  readonly file = this.RULE('file', () => {
    this.MANY(() => {
      this.SUBRULE(this.item);
      this.CONSUME(T.LineEnd);
    });
  });

  readonly block = this.part('block', () => {
    this.ACTION(() => this.skipToBrace());
    this.CONSUME(T.LeftBrace);
    this.MANY(() => {
      this.SUBRULE(this.item);
      this.CONSUME(T.LineEnd);
    });
    this.CONSUME(T.RightBrace);
  });

  readonly item = this.partUpTo([T.LineEnd], 'item', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.header) },
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => this.SUBRULE(this.declaration) },
      { ALT: () => this.SUBRULE(this.plan) },
      { ALT: () => this.SUBRULE(this.reading) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.let) },
      { ALT: () => this.SUBRULE(this.when) },
      { ALT: () => this.SUBRULE(this.for) },
      { ALT: () => this.SUBRULE(this.require) },
      { ALT: () => this.SUBRULE(this.unit) },
      { ALT: () => this.SUBRULE(this.member) },
      { ALT: () => this.SUBRULE(this.phase) },
      { ALT: () => this.SUBRULE(this.statement) },
    ]);
    this.ACTION(() => this.skipRest());
  });

  readonly header = this.part('header', () => {
    this.CONSUME(W.cutover);
    this.CONSUME(T.Numeral);
  });

  readonly use = this.part('use', () => {
    this.CONSUME(W.use);
    this.SUBRULE(this.text);
  });

  readonly declaration = this.part('declaration', () => {
    this.OR([
      { ALT: () => this.CONSUME(W.script) },
      { ALT: () => this.CONSUME(W.primitive) },
      { ALT: () => this.CONSUME(W.procedure) },
    ]);
    this.CONSUME(T.Name);
    this.OPTION(() => this.SUBRULE(this.text));
    this.SUBRULE(this.block);
  });

  readonly plan = this.part('plan', () => {
    this.CONSUME(W.plan);
    this.SUBRULE(this.text);
    this.SUBRULE(this.block);
  });

  readonly reading = this.part('reading', () => {
    this.OR([{ ALT: () => this.CONSUME(W.installed) }, { ALT: () => this.CONSUME(W.prepared) }]);
    this.SUBRULE(this.statement);
  });

  readonly param = this.part('param', () => {
    this.OR([{ ALT: () => this.CONSUME(W.param) }, { ALT: () => this.CONSUME(W.rest) }]);
    this.CONSUME(T.Name);
    this.CONSUME(T.Colon);
    this.SUBRULE(this.type);
    this.OPTION(() => {
      this.CONSUME(W.in);
      this.SUBRULE(this.primary);
    });
    this.OPTION2(() => {
      this.CONSUME(T.Equals);
      this.SUBRULE2(this.primary);
    });
  });

  readonly let = this.part('let', () => {
    this.CONSUME(W.let);
    this.CONSUME(T.Name);
    this.CONSUME(T.Equals);
    this.SUBRULE(this.primary);
    this.OPTION(() => {
      this.CONSUME(W.when);
      this.SUBRULE(this.condition);
      this.CONSUME(W.else);
      this.SUBRULE2(this.primary);
    });
  });

  readonly when = this.part('when', () => {
    this.CONSUME(W.when);
    this.SUBRULE(this.condition);
    this.SUBRULE(this.block);
    this.OPTION(() => {
      this.CONSUME(W.else);
      this.SUBRULE2(this.block);
    });
  });

  readonly for = this.part('for', () => {
    this.CONSUME(W.for);
    this.CONSUME(T.Name);
    this.CONSUME(W.in);
    this.SUBRULE(this.primary);
    this.SUBRULE(this.block);
  });

  readonly require = this.part('require', () => {
    this.CONSUME(W.require);
    this.SUBRULE(this.condition);
    this.CONSUME(W.else);
    this.SUBRULE(this.text);
  });

  readonly unit = this.part('unit', () => {
    this.OR([{ ALT: () => this.CONSUME(W.linked) }, { ALT: () => this.CONSUME(W.separate) }]);
    this.SUBRULE(this.text);
    this.OPTION(() => {
      this.CONSUME(W.by);
      this.CONSUME(T.Name);
    });
    this.SUBRULE(this.block);
  });

  readonly member = this.part('member', () => {
    this.OPTION(() => this.CONSUME(W.group));
    this.SUBRULE(this.text);
    this.CONSUME(W.runs);
    this.CONSUME(T.Name);
    this.OPTION2(() => {
      this.CONSUME(W.with);
      this.AT_LEAST_ONE(() => this.SUBRULE(this.label));
    });
    this.OPTION3(() => {
      this.CONSUME(W.accepts);
      this.SUBRULE2(this.text);
    });
  });

  readonly phase = this.part('phase', () => {
    this.CONSUME(T.Name);
    this.SUBRULE(this.block);
  });

  readonly statement = this.part('statement', () => {
    this.CONSUME(T.Name);
    this.MANY(() => this.SUBRULE(this.argument));
    this.MANY2(() => this.SUBRULE(this.modifier));
  });

  readonly argument = this.part('argument', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.label) }, { ALT: () => this.SUBRULE(this.primary) }]);
  });

  readonly modifier = this.part('modifier', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.retry) },
      {
        ALT: () => {
          this.CONSUME(W.within);
          this.CONSUME(T.Numeral);
        },
      },
      { ALT: () => this.SUBRULE(this.as) },
      {
        ALT: () => {
          this.CONSUME(W.undo);
          this.SUBRULE(this.block);
        },
      },
      {
        ALT: () => {
          this.CONSUME(W.irreversible);
          this.SUBRULE(this.text);
        },
      },
    ]);
  });

  readonly retry = this.part('retry', () => {
    this.CONSUME(W.retry);
    this.CONSUME(T.Numeral);
    this.OPTION(() => {
      this.CONSUME(W.every);
      this.CONSUME2(T.Numeral);
    });
  });

  readonly as = this.part('as', () => {
    this.CONSUME(W.as);
    this.CONSUME(T.Name);
    this.OPTION(() => {
      this.CONSUME(T.Colon);
      this.SUBRULE(this.type);
    });
  });

  constructor(checked = false) {
    super(checked);
    this.performSelfAnalysis();
  }
}
