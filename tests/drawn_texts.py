"""What pictures are held to: no text over another, and none beyond the page."""

import matplotlib.text
from matplotlib.backends.backend_agg import FigureCanvasAgg

SLACK = 1.0  # pixels by which boxes of letters may touch


class DrawnTexts:
    """Collects the boxes of the texts that a figure really draws."""

    def __init__(self, monkeypatch):
        self.found = []
        draw = matplotlib.text.Text.draw

        def noted(text, renderer, *arguments, **options):
            draw(text, renderer, *arguments, **options)
            if text.get_visible() and text.get_text().strip():
                self.found.append((text.get_text(), text.get_window_extent(renderer)))

        monkeypatch.setattr(matplotlib.text.Text, "draw", noted)

    def check(self, figure):
        self.found.clear()
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        page = figure.bbox
        assert self.found
        for said, box in self.found:
            inside = box.x0 >= -SLACK and box.y0 >= -SLACK and box.x1 <= page.x1 + SLACK and box.y1 <= page.y1 + SLACK
            assert inside, f"{said!r} leaves the page"
        for index, (one, box) in enumerate(self.found):
            for other, beside in self.found[:index]:
                across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
                along = min(box.y1, beside.y1) - max(box.y0, beside.y0)
                assert across <= SLACK or along <= SLACK, f"{one!r} lies over {other!r}"
