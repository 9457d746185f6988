package dev.atelier.chart;

import java.util.List;

/**
 * Panels in rows under a heading.
 *
 * @param title may be empty
 * @param notes lines of text below the title
 * @param width pixels
 * @param height pixels
 */
public record Chart(String title, List<String> notes, int width, int height, List<Row> rows) {
    /**
     * Panels of one width beside each other.
     *
     * @param share of the height, beside the other rows' shares
     */
    public record Row(int share, List<Panel> panels) {
        public Row {
            panels = List.copyOf(panels);
        }
    }

    private static final int MARGIN = 6;
    private static final int APART = 10;

    public Chart {
        notes = List.copyOf(notes);
        rows = List.copyOf(rows);
    }

    /** One panel without a heading. */
    public static Chart of(Panel panel, int width, int height) {
        return new Chart("", List.of(), width, height, List.of(new Row(1, List.of(panel))));
    }

    public Drawing drawing() {
        Sheet sheet = new Sheet();
        double top = sheet.heading(title, notes, MARGIN);
        int shares = rows.stream().mapToInt(Row::share).sum();
        double share = (height - top - MARGIN - APART * (rows.size() - 1)) / shares;
        for (Row row : rows) {
            double wide = (double) width / row.panels().size();
            for (int i = 0; i < row.panels().size(); i++) {
                new PanelDrawing(sheet, row.panels().get(i), i * wide, top, wide, row.share() * share).draw();
            }
            top += row.share() * share + APART;
        }
        return new Drawing(width, height, sheet.marks());
    }
}
