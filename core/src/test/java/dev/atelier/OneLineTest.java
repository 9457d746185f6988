package dev.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void plainTextStaysAsItIs() {
        String text = "caf\u00E9 \\ '\u65E5\u672C' \uD83D\uDE00 e\u0301 \u00A0";
        assertThat(OneLine.of(text)).isSameAs(text);
    }

    @Test
    void whatMovesTheCursorIsWrittenOut() {
        assertThat(OneLine.of("a\nb\r\tc\u001B[2Jd\u0007\u007F\u0085\u009B1m"))
                .isEqualTo("a\\nb\\r\\tc\\u001b[2Jd\\u0007\\u007f\\u0085\\u009b1m");
        assertThat(OneLine.of("gnp\u202Egpj.exe\u2028\u2066\uD83D"))
                .isEqualTo("gnp\\u202egpj.exe\\u2028\\u2066\\ud83d");
    }

    @Test
    void badInputIsOneLine() {
        assertThat(new BadInput("x\ny: no")).hasMessage("x\\ny: no");
        assertThat(new BadInput("x\ny: no", new IllegalStateException())).hasMessage("x\\ny: no");
    }
}
