"""What is in the window: assembles the parts and connects them; all else happens in them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from core.depth import DepthMap
from core.engine import Engine
from core.estimate import SpeedHistory
from core.photo import Photo
from core.recipe import Recipe
from core.rendition import RunReport
from core.session import Session
from gui.actions import Act, fill_menus, make_actions
from gui.appearance import Appearance, Surroundings
from gui.autosave import Autosave
from gui.candidate_views import candidate_views, same_views, with_clipping_marks
from gui.canvas.canvas import ComparisonCanvas
from gui.commands import Commands, Parts
from gui.cursor_readout import CursorReadout
from gui.depth.depth_mode import DepthMode
from gui.export.exports import Exports
from gui.first_hint import FirstHint
from gui.measure.measures import Measures
from gui.memory_keeper import MemoryKeeper
from gui.messages import MessageBar, about
from gui.mode_bar import ModeBar
from gui.opening import Opening
from gui.panels import plots_panel, recipe_panel, registry_panel
from gui.recipe.presets import Presets
from gui.recipe.recipe_desk import Desk, RecipeDesk
from gui.recipe.recipe_pane import RecipePane
from gui.reference.reference_mode import ReferenceMode
from gui.registry.methods import Methods
from gui.registry.registry_pane import RegistryPane
from gui.results import Results
from gui.run_pane import RunPane
from gui.run_progress import Progress
from gui.slow_notice import SlowNotice
from gui.speed_keeper import SpeedKeeper
from gui.state import State
from gui.status import StatusBar
from gui.tab_order import set_tab_order
from gui.tool_windows import ToolWindows
from gui.trust.trust_mode import TrustMode
from gui.window_frame import WindowFrame
from gui.zoom_strip import ZoomStrip


class Workspace(QObject):
    """Canvas in the middle, registry at the left, recipe, depth and run at the right.

    Parameters
    ----------
    frame
        The window that is filled.
    engine
        Runs recipes.
    methods
        What the registry offers.
    history
        Speeds measured on this machine.
    """

    def __init__(
        self, frame: WindowFrame, engine: Engine, methods: Methods, history: SpeedHistory
    ) -> None:
        super().__init__(frame)
        self.frame = frame
        self.engine = engine
        self.presets = Presets(self)
        self.methods = methods = methods.with_presets(self.presets.recipes)
        self.settings, self.history = frame.settings, history
        self.state = State(self)
        self.results = Results(engine, history, self)
        self._make_parts()
        self.opening = Opening(
            *(self, self.state, self.results),
            methods=methods,
            messages=self.messages,
            status=self.status,
            settings=self.settings,
        )
        self.menu_actions = make_actions(self.frame)
        self.exports = Exports(
            *(self.frame, engine, methods),
            state=self.state,
            messages=self.messages,
            status=self.status,
            settings=self.settings,
        )
        self.commands = Commands(self._parts(), self.menu_actions)
        self._lay_out()
        self._connect()
        self.appearance.restore()
        self.show_session(self.state.session)
        self.autosave.offer()

    def _parts(self) -> Parts:
        return Parts(
            owner=self.frame,
            state=self.state,
            results=self.results,
            opening=self.opening,
            canvas=self.canvas,
            messages=self.messages,
            status=self.status,
            exports=self.exports,
        )

    def _make_parts(self) -> None:
        tones = self.frame.tones
        self.canvas = ComparisonCanvas(tones=tones)
        self.strip = ZoomStrip(tones=tones)
        self.mode_bar = ModeBar()
        self.trust = TrustMode(self.canvas, self.state, self)
        self.autosave = Autosave(self.state, self.settings.folder / "unsaved", self)
        self.measures = Measures(self.canvas, self.state, self.results, self)
        self.messages = MessageBar()
        self.notice = SlowNotice()
        self.hint = FirstHint(self.settings)
        self.registry = RegistryPane(self.methods, self.history)
        self.recipe = RecipePane(self.engine.ops)
        self.depth = DepthMode(
            *(self.frame, self.state, self.messages), self.methods.networks, self.engine.ops
        )
        self.run_pane = RunPane()
        self.memory = MemoryKeeper(self, self.results, self.canvas.layers, self.settings)
        self.status = StatusBar()
        self.speeds = SpeedKeeper(self.history, self.status, self.registry.refresh, self)
        desk = Desk(self.frame, self.state, self.messages, self.status, self.methods)
        self.desk = RecipeDesk(desk, self.presets)
        self.reference = ReferenceMode(
            self.frame, self.engine, state=self.state, results=self.results, messages=self.messages
        )
        self.tools = ToolWindows(
            *(self.frame, self.engine, self.methods),
            state=self.state,
            reference=self.reference,
            canvas=self.canvas,
        )

    def _lay_out(self) -> None:
        self.left = registry_panel(self.registry)
        panes = (self.recipe, self.reference.pane, self.depth.pane, self.run_pane, self.memory.pane)
        self.right = recipe_panel(panes)
        self.plots = plots_panel(self.measures.dock)
        centre = self._centre()
        self.frame.setCentralWidget(centre)
        self.frame.statusBar().addPermanentWidget(self.status, 1)
        self.frame.statusBar().setSizeGripEnabled(False)
        self._fill_menus()
        around = Surroundings(self.left, self.right, self.plots, self.canvas, self.strip)
        self.appearance = Appearance(self.frame, around, self.menu_actions)
        self.measures.dock.filled.connect(self.appearance.show_plots)
        self.plots.close_proposed.connect(self.measures.close_dock)
        set_tab_order(self.left, centre, self.right, self.plots)
        self.strip.rebuilt.connect(lambda: set_tab_order(centre))

    def _fill_menus(self) -> None:
        bar = self.frame.menuBar()
        fill_menus(bar, self.menu_actions)
        recent = QMenu("Open recent", self.frame)
        recent.aboutToShow.connect(lambda: self.commands.fill_recent(recent))
        bar.findChild(QMenu, "File").insertMenu(self.menu_actions[Act.PREVIOUS], recent)

    def _centre(self) -> QWidget:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bars = (self.mode_bar, self.trust.bar, self.messages, self.notice, self.reference.notice)
        for part in (*bars, self.autosave.notice, self.hint):
            column.addWidget(part)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.strip)
        return centre

    def _connect(self) -> None:
        self.state.photo_changed.connect(self._photo_changed)
        self.state.session_changed.connect(self.show_session)
        self.state.depth_changed.connect(self._depth_changed)
        self._connect_frame()
        self._connect_actions()
        self._connect_canvas()
        self._connect_panes()
        self._connect_results()
        self.reference.figures_changed.connect(self._show_figures)
        self.reference.said.connect(self.status.say)

    def _connect_actions(self) -> None:
        actions = self.menu_actions
        for act, does in {
            Act.SEARCH: self._search,
            Act.QUIT: self.frame.close,
            Act.SAVE_PICTURE: self.exports.ask_picture,
            Act.EXPORT_FIGURE: self.tools.show_figure,
            Act.QUICK_FIGURE: lambda: self.exports.quick_figure(self.reference),
            Act.BATCH: self.exports.ask_batch,
            Act.OPEN_REFERENCE: self.reference.ask_file,
            Act.REFERENCE_FOLDER: self.reference.ask_folder,
            Act.LAB: self.tools.show_lab,
            Act.EVALUATE: self.tools.show_evaluation,
            Act.JPEG_TABLE: self.tools.show_jpeg,
            Act.RATING: self.tools.show_rating,
            Act.FEATURES: self.tools.show_features,
            Act.APPLY_TO_FOLDER: self.exports.ask_batch,
            Act.KEYS: self.hint.finish,
            Act.ABOUT: lambda: self.messages.show_message(about()),
        }.items():
            actions[act].triggered.connect(does)
        self.measures.follow(*(actions[a] for a in (Act.INSPECTOR, Act.HISTOGRAM, Act.PIN)))
        self.measures.remember_in(self.settings)
        self.desk.follow(actions, self.recipe.menu_button.menu())
        actions[Act.CLIPPING].toggled.connect(self._show_pictures)
        self.autosave.reopened.connect(self.opening.open)

    def _search(self) -> None:
        self.appearance.show_panel(Act.REGISTRY_PANEL, True)
        self.registry.search_field.setFocus()
        self.registry.search_field.selectAll()

    def _connect_canvas(self) -> None:
        canvas = self.canvas
        canvas.comparison_changed.connect(self.state.look)
        canvas.gesture_started.connect(self.state.start_gesture)
        canvas.gesture_finished.connect(self.state.end_gesture)
        canvas.visible_changed.connect(self._view_changed)
        parts = {"results": self.results, "status": self.status, "parent": self}
        self.readout = CursorReadout(canvas, self.state, **parts)
        self.strip.candidate_chosen.connect(self.state.show_candidate)
        self.strip.filter_chosen.connect(lambda chosen: canvas.propose_viewing(magnifying=chosen))
        self.mode_bar.mode_proposed.connect(self.commands.set_mode)
        self.mode_bar.fit_proposed.connect(self.commands.toggle_fit)
        self.mode_bar.options_proposed.connect(canvas.open_menu)
        self.mode_bar.export_proposed.connect(self.menu_actions[Act.EXPORT_FIGURE].trigger)

    def _connect_panes(self) -> None:
        self.registry.tick_proposed.connect(self._ticked)
        self.depth.follow(self.registry)
        self.presets.changed.connect(self.registry.refresh)
        self.recipe.candidate_chosen.connect(self.state.show_candidate)
        self.recipe.reference_chosen.connect(self.state.compare_with)
        self.recipe.recipe_proposed.connect(self._recipe_proposed)

    def _connect_results(self) -> None:
        results = self.results
        results.pictures_changed.connect(self._show_pictures)
        results.declined_changed.connect(self._show_pictures)
        results.progressed.connect(self._progressed)
        results.finished.connect(self._finished)
        results.reported.connect(self._reported)
        results.noticed.connect(self.messages.notify)
        results.failed.connect(self.messages.report)
        self.trust.views_changed.connect(self._show_pictures)
        for part in (self.trust, self.measures, self.autosave, self.memory):
            part.failed.connect(self.messages.report)
        results.approval_wanted.connect(self.notice.ask)
        results.approval_settled.connect(self.notice.hide)
        self.notice.run_chosen.connect(results.approve)
        self.notice.declined.connect(results.decline)
        self.notice.part_chosen.connect(self.commands.actual_size)

    # The state, drawn

    def show_session(self, session: Session) -> None:
        """Draw the state everywhere."""
        self.results.set_session(session)
        self.opening.open_results(session)
        self._show_pictures()
        self.canvas.set_comparison(session.comparison)
        self._look()
        self.strip.set_comparison(session.comparison)
        self.mode_bar.show_comparison(session.comparison)
        self.registry.show_session(session)
        self.recipe.show_session(session)
        self._show_report(session)

    def _show_report(self, session: Session) -> None:
        key = session.shown.key if session.shown else ""
        self.run_pane.show_report(key, self.results.report(key))

    def _show_pictures(self) -> None:
        views = candidate_views(self.results, self.state.session, self.engine.ops)
        marked = self.menu_actions[Act.CLIPPING].isChecked()
        on_canvas = self.trust.on_canvas(with_clipping_marks(views) if marked else views)
        changed = not same_views(on_canvas, self.canvas.candidates)
        if changed:
            self.strip.set_candidates(views)
        self.measures.names = [view.name for view in views]
        self._measure(self.measures.names)
        if changed:  # last: it asks for what is seen now, and the answer may change the captions
            self.canvas.set_candidates(on_canvas)

    def _measure(self, names: list[str]) -> None:
        if names:
            self.reference.show_pictures(names)
            self._show_figures()

    def _show_figures(self) -> None:
        self.canvas.set_metrics(self.reference.tags())
        self.strip.set_metrics(self.reference.strip_texts())

    def _photo_changed(self, photo: Photo) -> None:
        self.results.set_photo(photo)
        self.mode_bar.show_photo(photo)
        self.frame.show_name(photo.name, photo.path)
        self.canvas.setFocus()
        self.hint.begin()

    def _depth_changed(self, depth: DepthMap | None) -> None:
        self.results.set_depth(depth)
        self._look()

    def _view_changed(self) -> None:
        if self.state.photo is None:
            return
        fitted = self.state.comparison.zoom is None
        self.mode_bar.show_zoom(self.canvas.zoom_percent(), fitted=fitted)
        self._look()

    def _look(self) -> None:
        if self.canvas.candidates:
            zoom = self.canvas.zoom_percent() / 100
            self.results.look_at(self.canvas.visible_region(), zoom)

    # Proposals

    def _ticked(self, method: str, on: bool) -> None:
        if self.state.photo is None:
            self.status.say("Open a photo first: Ctrl+O, or drop one here.")
            return
        self.state.tick(method, self.methods.recipe(method), on=on)

    def _recipe_proposed(self, key: str, recipe: Recipe, merge: str) -> None:
        self.state.change(self.state.session.with_recipe(key, recipe), merge=merge)

    # Runs

    def _progressed(self, progress: Progress) -> None:
        self.status.set_progress(progress.text, progress.share)

    def _finished(self, completed: bool) -> None:
        self.status.end_progress("" if completed else "Cancelled; F5 runs it again.")
        self.speeds.later()

    def _reported(self, key: str, report: RunReport) -> None:
        self.run_pane.add(key, report)
        self._show_report(self.state.session)

    # What the window passes on

    def _connect_frame(self) -> None:
        self.frame.files_dropped.connect(self._dropped)
        self.frame.key_unused.connect(self._key_unused)
        self.frame.closing.connect(self._close)
        self.frame.setAcceptDrops(True)

    def _dropped(self, files: list[Path], shifted: bool) -> None:
        """Open the first file, compared with the others; with Shift all are other programs'
        results of the open photo."""
        self.opening.take(files, as_results=shifted)

    def _key_unused(self, event: QKeyEvent) -> None:
        event.setAccepted(self.commands.key_pressed(event))

    def _close(self) -> None:
        """Remember the layout, go out of sight, cancel what runs, and wait for it."""
        self.appearance.remember()
        self.frame.hide()
        parts = (self.exports, self.opening, self.tools, self.reference, self.depth)
        others = (self.autosave, self.trust, self.speeds, self.measures, self.results)
        for part in (*parts, *others):
            part.close()
