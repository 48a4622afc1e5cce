/** The grammar of values, types and conditions. */
import { RecoveringParser } from './recovery.ts';
import * as T from './tokens.ts';

const W = T.Word;

export abstract class ValueParser extends RecoveringParser {
  readonly label = this.part('label', () => {
    this.CONSUME(T.Name);
    this.CONSUME(T.Colon);
    this.SUBRULE(this.primary);
  });

  readonly condition = this.partUpTo([T.LeftBrace, T.RightParen, W.else], 'condition', () => {
    this.SUBRULE(this.test);
    this.OPTION(() => {
      this.OR([
        {
          ALT: () =>
            this.AT_LEAST_ONE(() => {
              this.CONSUME(W.and);
              this.SUBRULE2(this.test);
            }),
        },
        {
          ALT: () =>
            this.AT_LEAST_ONE2(() => {
              this.CONSUME(W.or);
              this.SUBRULE3(this.test);
            }),
        },
      ]);
    });
  });

  readonly test = this.part('test', () => {
    this.OPTION(() => this.CONSUME(W.not));
    this.SUBRULE(this.operand);
    this.OPTION2(() => {
      this.OR([{ ALT: () => this.CONSUME(T.Compare) }, { ALT: () => this.CONSUME(W.in) }]);
      this.SUBRULE2(this.operand);
    });
  });

  readonly operand = this.part('operand', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.primary) },
      {
        ALT: () => {
          this.CONSUME(T.LeftParen);
          this.SUBRULE(this.condition);
          this.CONSUME(T.RightParen);
        },
      },
    ]);
  });

  readonly primary = this.part('primary', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.text) },
      { ALT: () => this.CONSUME(T.Numeral) },
      { ALT: () => this.CONSUME(W.true) },
      { ALT: () => this.CONSUME(W.false) },
      { ALT: () => this.SUBRULE(this.reference) },
      { ALT: () => this.SUBRULE(this.list) },
    ]);
  });

  readonly reference = this.part('reference', () => {
    this.CONSUME(T.Name);
    this.OPTION(() => {
      this.CONSUME(T.Dot);
      this.CONSUME2(T.Name);
    });
  });

  readonly list = this.part('list', () => {
    this.CONSUME(T.LeftBracket);
    this.OPTION(() => {
      this.SUBRULE(this.primary);
      this.MANY(() => {
        this.CONSUME(T.Comma);
        this.SUBRULE2(this.primary);
      });
      this.OPTION2(() => this.CONSUME2(T.Comma));
    });
    this.CONSUME(T.RightBracket);
  });

  readonly text = this.part('text', () => {
    this.OR([{ ALT: () => this.CONSUME(T.Text) }, { ALT: () => this.CONSUME(T.LongText) }]);
  });

  readonly type = this.part('type', () => {
    this.CONSUME(T.Name);
    this.OPTION(() => {
      this.CONSUME(W.of);
      this.CONSUME2(T.Name);
    });
  });
}
