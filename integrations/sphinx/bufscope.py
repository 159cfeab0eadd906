"""Sphinx directive for figures of Linux dma-buf sharing that readers can step through.

HTML gets the player of bufscope, with a still picture below it for readers without JavaScript;
every other format gets the still picture, or its words, and a link. One file: copy it, or put its
folder on ``sys.path``, and name it in ``conf.py``::

    extensions = ['bufscope']

Documentation: docs/embedding.md of bufscope, and the README beside this file.

Nothing of a script is ever executed here or becomes markup: scripts go to the command line of
bufscope as files, and into pages as escaped text.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import posixpath
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple, Optional
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

__version__ = '0.1.0'

logger = logging.getLogger(__name__)

# Where the player, and the workbench beside it, lie in HTML output.
STATIC = '_static/bufscope'
PLAYER = 'bufscope-player.js'
STYLES = 'bufscope-sphinx.css'

# How long one call of the command line may take, in seconds.
PATIENCE = 120

# What a fragment leaves as it is; the rest is percent-encoded (docs/links.md).
PLAIN = '-._~:@/,='

# Pixels across of a still whose figure does not say them.
USUAL_WIDTH = 1000
LEAST_WIDTH = 320
MOST_WIDTH = 4000

# An address longer than this is not printed on paper.
LONGEST_SHOWN = 160

SVG = 'image/svg+xml'

CSS = """\
/* Figures of bufscope: written by the Sphinx extension. */
figure.bufscope-figure.align-default { width: auto; margin-left: 0; margin-right: 0; }
.bufscope-figure bufscope-player,
.bufscope-figure iframe { display: block; box-sizing: border-box; width: 100%; text-align: start; }
.bufscope-figure iframe { border: 0; }
.bufscope-figure .bufscope-still { display: block; width: 100%; max-width: 100%; height: auto; }
.bufscope-figure .bufscope-link { margin: 0.25em 0 0; font-size: 0.9em; text-align: start; }
"""


class Trouble(Exception):
    """Something that the author of a page can put right; the text says what."""


# -- Options of the directive ---------------------------------------------------------------------


def point(argument: str) -> str:
    """A point of a run: ``12``, or ``12.3`` inside the twelfth operation."""
    return matching(argument, r'\d{1,6}(\.\d{1,6})?', 'a step such as 12 or 12.3')


def pauses(argument: str) -> str:
    """Points where playing stops, with how many seconds it rests: ``3,7.2,9:4``."""
    one = r'\d{1,6}(\.\d{1,6})?(:\d{1,4}(\.\d{1,2})?)?'
    compact = re.sub(r'\s+', '', argument or '')
    return matching(compact, rf'{one}(,{one})*', 'a list of steps such as 3,7.2,9:4')


def words(argument: str) -> str:
    """Names separated by commas or blanks."""
    compact = ','.join(part for part in re.split(r'[\s,]+', argument or '') if part)
    return matching(compact, r'[a-z]+(,[a-z]+)*', 'a list of names such as room,lanes')


def name(argument: str) -> str:
    """An id, as of a scenario or a platform."""
    return matching(
        argument, r'[a-z0-9]+(-[a-z0-9]+)*', 'an id of small letters, digits and hyphens'
    )


def factor(argument: str) -> str:
    """A speed of playing."""
    return matching(argument, r'\d{1,3}(\.\d{1,2})?', 'a factor such as 0.5')


def length(argument: str) -> str:
    """A length of CSS; a bare number counts pixels."""
    text = matching(
        argument, r'\d+(\.\d+)?\s*(px|em|rem|ch|ex|vh|vw|pt|cm|mm|in|%)?', 'a length such as 480px'
    )
    compact = text.replace(' ', '')
    return f'{compact}px' if compact[-1].isdigit() else compact


def switch(argument: Optional[str]) -> bool:
    """A flag, which may also say yes or no."""
    text = (argument or '').strip().lower()
    if text in ('', '1', 'yes', 'true', 'on'):
        return True
    if text in ('0', 'no', 'false', 'off'):
        return False
    raise ValueError('a flag is 1 or 0, or nothing')


def state(argument: Optional[str]) -> str:
    """On or off, where saying nothing is a third thing."""
    return '1' if switch(argument) else '0'


def matching(argument: Optional[str], pattern: str, wanted: str) -> str:
    """The argument without blanks around it, which must match a pattern from end to end."""
    text = (argument or '').strip()
    if not re.fullmatch(pattern, text):
        raise ValueError(f'{text!r} is not {wanted}')
    return text


def one_of(*values: str) -> Any:
    """The converter of an option with a few values."""
    return lambda argument: directives.choice(argument, values)


# Settings of a figure that the player, links and the command line know by the same names.
SETTINGS = {
    'platform': name,
    'dma-debug': state,
    'at': point,
    'view': words,
    'select': directives.unchanged_required,
    'caches': one_of('lines', 'sets'),
    'theme': one_of('auto', 'light', 'dark', 'contrast'),
    'controls': one_of('bar', 'none'),
    'from': point,
    'to': point,
    'loop': switch,
    'speed': factor,
    'pause': pauses,
    'break': directives.unchanged_required,
    'play': switch,
    'readonly': switch,
    'lang': name,
}

# Settings that a link into the workbench takes along: what is shown, and not how a figure looks.
OF_LINKS = (
    *('platform', 'dma-debug', 'at', 'select', 'caches'),
    *('from', 'to', 'loop', 'speed', 'pause', 'break'),
)


class Figure(NamedTuple):
    """What a directive asks for."""

    scenario: Optional[str]
    script: Optional[str]
    settings: tuple[tuple[str, str], ...]

    def get(self, key: str) -> Optional[str]:
        """The value of a setting, or None."""
        return dict(self.settings).get(key)

    def shown(self) -> list[tuple[str, str]]:
        """The settings, with the point that is shown first: else where the part begins."""
        settings = dict(self.settings)
        if 'from' in settings:
            settings.setdefault('at', settings['from'])
        return [(key, settings[key]) for key in SETTINGS if key in settings]

    def still_point(self) -> Optional[str]:
        """The point that a still shows: where the figure opens, else the end."""
        return self.get('at') or self.get('to')


def encode(value: str) -> str:
    """A value of a fragment."""
    return quote(value, safe=PLAIN)


def fragment(source: str, settings: Iterable[tuple[str, str]]) -> str:
    """A fragment in the grammar of docs/links.md; the source is its first pair."""
    pairs = [source, *(f'{key}={encode(value)}' for key, value in settings), 'v=1']
    return '#' + '&'.join(pairs)


# -- The command line of bufscope -----------------------------------------------------------------


class Still(NamedTuple):
    """A picture made by the command line."""

    path: str
    title: str
    description: str
    width: int
    height: int


class Mistake(NamedTuple):
    """A mistake in a script, in its own lines and columns from 1."""

    line: int
    column: int
    severity: str
    message: str


class Workshop:
    """Calls the command line, and keeps what it made by the content that it was made from."""

    def __init__(self, command: Optional[list[str]], folder: Path) -> None:
        self.command = command
        self.folder = folder
        self._identity: Optional[str] = None

    @property
    def identity(self) -> str:
        """Changes when the command line does, so that its pictures are made anew."""
        if self._identity is None:
            self._identity = self._identify()
        return self._identity

    def _identify(self) -> str:
        assert self.command is not None
        digest = hashlib.sha256(json.dumps(self.command).encode())
        files = [Path(part) for part in self.command if part.endswith(('.js', '.mjs', '.ts'))]
        for file in files:
            digest.update(file.read_bytes() if file.is_file() else b'')
        if not files:
            digest.update(self._call(['--version']).stdout.encode())
        return digest.hexdigest()

    def _call(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        assert self.command is not None
        try:
            return subprocess.run(
                [*self.command, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding='utf-8',
                errors='replace',
                timeout=PATIENCE,
                check=False,
                env={**os.environ, 'NO_COLOR': '1'},
            )
        except OSError as error:
            raise Trouble(f'{shlex.join(self.command)} cannot be started: {error}') from error
        except subprocess.TimeoutExpired as error:
            raise Trouble(
                f'{shlex.join(self.command)} took longer than {PATIENCE} seconds'
            ) from error

    def _cached(
        self, verb: str, figure: Figure, options: list[str], suffix: str
    ) -> tuple[Path, str]:
        """The file that holds the answer, made now if need be, and the errors printed."""
        key = json.dumps([self.identity, verb, figure.scenario, figure.script, options])
        file = self.folder / f'bufscope-{hashlib.sha256(key.encode()).hexdigest()[:24]}{suffix}'
        if file.is_file():
            return file, ''
        self.folder.mkdir(parents=True, exist_ok=True)
        # In a folder of its own: several processes may make the same picture at once.
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            made = Path(place) / f'made{suffix}'
            errors = self._make(verb, figure, options, made)
            if made.is_file():
                os.replace(made, file)
        return file, errors

    def _make(self, verb: str, figure: Figure, options: list[str], made: Path) -> str:
        source = figure.scenario or ''
        if figure.script is not None:
            script = made.with_name('script.buf')
            script.write_text(figure.script, encoding='utf-8')
            source = str(script)
        result = self._call(
            [verb, source, *options, *(['-o', str(made)] if verb == 'render' else [])]
        )
        # A run whose expectations fail ends with 1, and has been printed all the same.
        if result.returncode not in (0, 1):
            said = [line for line in result.stderr.splitlines() if line.strip()]
            return said[0] if said else f'exit code {result.returncode}'
        if verb != 'render':
            made.write_text(result.stdout, encoding='utf-8')
        return ''

    def check(self, script: str) -> list[Mistake]:
        """The mistakes in a script."""
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / 'script.buf'
            file.write_text(script, encoding='utf-8')
            printed = self._call(['check', '--json', str(file)]).stdout
        found = [json.loads(line) for line in printed.splitlines() if line.startswith('{')]
        return [
            Mistake(one['line'], one['column'], one['severity'], one['message'])
            for one in found
            if one.get('type') == 'diagnostic'
        ]

    def render(self, figure: Figure, theme: str, width: int) -> Still:
        """The picture of a figure at its point."""
        view = (figure.get('view') or 'room').split(',')[0]
        options = ['--theme', theme, '--width', str(width), '--view', view, *kernel_of(figure)]
        for key, value in (('at', figure.still_point()), *figure.settings):
            if value and (
                key in ('platform', 'select', 'caches') or key == 'at' and '--at' not in options
            ):
                options += [f'--{key}', value]
        file, errors = self._cached('render', figure, options, '.svg')
        if not file.is_file():
            raise Trouble(re.sub(r'^error: ', '', errors))
        return read_still(file)

    def packed(self, script: str) -> str:
        """The pair of a fragment that carries a script, in its shorter form."""
        file, errors = self._cached('link', Figure(None, script, ()), [], '.txt')
        if not file.is_file():
            raise Trouble(re.sub(r'^error: ', '', errors))
        pairs = file.read_text(encoding='utf-8').strip().lstrip('#').split('&')
        return next(pair for pair in pairs if pair.startswith(('script=', 'z=')))

    def operation(self, figure: Figure) -> Optional[str]:
        """The line of the script that a still shows, as text."""
        platform = figure.get('platform')
        options = ['--json', *(['--platform', platform] if platform else []), *kernel_of(figure)]
        file, _ = self._cached('run', figure, options, '.jsonl')
        if not file.is_file():
            return None
        steps = [json.loads(line) for line in file.read_text(encoding='utf-8').splitlines()]
        lines = {
            one['at']: one['operation']
            for one in steps
            if one.get('type') == 'step' and not one['during']
        }
        wanted = figure.still_point()
        if wanted is not None:
            return lines.get(wanted.split('.')[0])
        return list(lines.values())[-1] if lines else None


def kernel_of(figure: Figure) -> list[str]:
    """What the command line is told of the kernel's checks."""
    said = figure.get('dma-debug')
    return [] if said is None else ['--dma-debug', 'on' if said == '1' else 'off']


def read_still(file: Path) -> Still:
    """What a picture says about itself."""
    root = ElementTree.parse(file).getroot()
    space = '{http://www.w3.org/2000/svg}'
    title = root.findtext(f'{space}title') or ''
    description = root.findtext(f'{space}desc') or ''
    width, height = (round(float(root.get(side, '0'))) for side in ('width', 'height'))
    return Still(str(file), title, description, width, height)


# -- What there is to work with -------------------------------------------------------------------


def find_package(app: Sphinx) -> Optional[Path]:
    """The folder of bufscope's package: configured, around this file, or beside the book."""
    configured = app.config.bufscope_package
    if configured:
        return Path(app.confdir or app.srcdir, configured).resolve()
    here = Path(__file__).resolve().parents[2]
    confdir = Path(app.confdir or app.srcdir).resolve()
    installed = [folder / 'node_modules/bufscope' for folder in (confdir, *confdir.parents)]
    for folder in (here, *installed):
        if any((folder / file).is_file() for file in ('dist-cli/bufscope.js', f'dist/{PLAYER}')):
            return folder
    return None


def find_command(app: Sphinx) -> Optional[list[str]]:
    """The command line: configured, the package's, or on the PATH; never downloaded."""
    configured = app.config.bufscope_command
    if configured is not None:
        return shlex.split(configured) if isinstance(configured, str) else list(configured) or None
    package = find_package(app)
    script = package / 'dist-cli/bufscope.js' if package else None
    node = shutil.which('node')
    if script and script.is_file() and node:
        return [node, str(script)]
    found = shutil.which('bufscope')
    return [found] if found else None


def workshop(app: Sphinx) -> Workshop:
    """The workshop of this build."""
    found = getattr(app, 'bufscope_workshop', None)
    if found is None:
        kept = app.config.bufscope_cache
        folder = Path(app.confdir, kept) if kept else Path(app.doctreedir, 'bufscope')
        found = Workshop(find_command(app) or None, folder.resolve())
        app.bufscope_workshop = found  # type: ignore[attr-defined]
    return found


def player_file(app: Sphinx) -> Optional[Path]:
    """The player's file to copy; None where there is none, or it comes from an address."""
    configured = app.config.bufscope_player
    if configured:
        return (
            None
            if is_address(configured)
            else Path(app.confdir or app.srcdir, configured).resolve()
        )
    package = find_package(app)
    return package / 'dist' / PLAYER if package else None


def is_address(text: str) -> bool:
    """Whether a text is an address with a scheme or a host."""
    parts = urlsplit(text)
    return bool(parts.netloc) or len(parts.scheme) > 1


def has_player(app: Sphinx) -> bool:
    """Whether pages can have a player: from an address, or from a file that is there."""
    if app.config.bufscope_player and is_address(app.config.bufscope_player):
        return True
    file = player_file(app)
    return file is not None and file.is_file()


def has_site(app: Sphinx) -> bool:
    """Whether the workbench and the page for iframes are copied beside the player."""
    file = player_file(app)
    return (
        app.config.bufscope_url is None
        and file is not None
        and file.with_name('index.html').is_file()
    )


def is_living(app: Sphinx) -> bool:
    """Whether this build makes pages in which figures can be stepped."""
    builder = app.builder
    is_page = builder.format == 'html' and not getattr(builder, 'embedded', False)
    return is_page and app.config.bufscope_mode != 'still' and has_player(app)


def workbench(app: Sphinx, root: Optional[str]) -> Optional[str]:
    """Where links lead, without fragment. ``root`` leads from a page to the top of the book."""
    configured = app.config.bufscope_url
    if configured and (is_address(configured) or configured.startswith('/')):
        return configured
    local = configured if configured else f'{STATIC}/index.html' if has_site(app) else None
    if local is None:
        return None
    if root is not None:
        return root + local
    base = app.config.html_baseurl
    return posixpath.join(base, local) if base else None


# -- The directive --------------------------------------------------------------------------------


class bufscope_player(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes so)
    """The living part of a figure. Child: the author's own still, if there is one."""


class BufscopeDirective(SphinxDirective):
    """``.. bufscope:: missed-clean``, or without a name and with a script as content."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        **SETTINGS,
        'file': directives.path,
        'still': directives.path,
        'width': length,
        'height': length,
        'caption': directives.unchanged_required,
        'alt': directives.unchanged_required,
        'link': directives.unchanged_required,
        'name': directives.unchanged_required,
        'class': directives.class_option,
        'align': one_of('left', 'center', 'right'),
    }

    def run(self) -> list[nodes.Node]:
        """The figure: a node that every output can resolve in its own way."""
        figure = self.figure()
        player = bufscope_player(figure=figure, script_line=self.script_line())
        for key in ('alt', 'link', 'width', 'height'):
            player[key] = self.options.get(key)
        self.set_source_info(player)
        if 'still' in self.options:
            player += nodes.image(uri=self.options['still'], alt=self.options.get('alt', ''))
        pages_of(self.env).add(self.env.docname)
        container = nodes.figure(
            '', player, classes=['bufscope-figure', *self.options.get('class', [])]
        )
        if 'align' in self.options:
            container['align'] = self.options['align']
        self.set_source_info(container)
        self.add_name(container)
        caption = self.options.get('caption')
        if caption:
            container += self.caption(caption)
        self.prepare(player)
        return [container]

    def figure(self) -> Figure:
        """What is shown, from argument, options and content."""
        scenario = self.arguments[0].strip() if self.arguments else None
        sources = [scenario, self.options.get('file'), '\n'.join(self.content).strip()]
        if sum(1 for source in sources if source) != 1:
            raise self.error(
                'bufscope needs one of these: the id of a scenario, :file:, or a script as content'
            )
        if scenario:
            try:
                name(scenario)
            except ValueError as error:
                raise self.error(f'{error}; before a script leave an empty line') from error
        self.restore_numbers()
        settings = {key: self.options[key] for key in SETTINGS if key in self.options}
        for key in ('theme', 'controls', 'view'):
            settings.setdefault(key, getattr(self.config, f'bufscope_{key}'))
        texts = (
            (key, value if isinstance(value, str) else '1' if value else '')
            for key, value in settings.items()
        )
        return Figure(
            scenario or None, self.script(), tuple((key, text) for key, text in texts if text)
        )

    def script(self) -> Optional[str]:
        """The author's own script."""
        if 'file' in self.options:
            relative, path = self.env.relfn2path(self.options['file'])
            self.env.note_dependency(relative)
            try:
                return Path(path).read_text(encoding='utf-8')
            except (OSError, UnicodeDecodeError) as error:
                raise self.error(f'{self.options["file"]} cannot be read: {error}') from error
        return '\n'.join(self.content) + '\n' if self.content else None

    def is_markdown(self) -> bool:
        """Whether MyST reads the page."""
        return type(self.state).__module__.startswith('myst_parser')

    def restore_numbers(self) -> None:
        """Reads points as written: MyST before 2.0 makes 12.1 of 12.10, and 544 of 9:4."""
        if not self.is_markdown():
            return
        source, line = self.get_source_info()
        try:
            lines = Path(source).read_text(encoding='utf-8').splitlines()[line:]
        except OSError:
            return
        for text in lines:
            option = re.fullmatch(r'\s*:?([a-z]+)\s*:\s*[\'"]?([\d.:,\s]+?)[\'"]?\s*', text)
            if option and option[1] in self.options and SETTINGS.get(option[1]) in (point, pauses):
                self.options[option[1]] = SETTINGS[option[1]](option[2])
            elif re.match(r'\s*(```|~~~|:::|$)', text):
                return

    def script_line(self) -> int:
        """The line of the page on which a script in the page begins."""
        return self.content_offset + 1 + (self.lineno if self.is_markdown() else 0)

    def caption(self, text: str) -> nodes.caption:
        """The caption, in which markup is markup."""
        children, messages = self.state.inline_text(text, self.lineno)
        caption = nodes.caption(text, '', *children, *messages)
        self.set_source_info(caption)
        return caption

    def prepare(self, player: bufscope_player) -> None:
        """Makes picture and link, and tells what stands in their way at its place."""
        figure: Figure = player['figure']
        player['source'] = f'scenario={figure.scenario}' if figure.scenario else None
        if figure.script is not None:
            player['source'] = f'script={encode(figure.script)}'
        makes = workshop(self.env.app)
        if makes.command is None:
            self.tell_no_command()
            return
        try:
            if figure.script is not None:
                player['broken'] = self.tell_mistakes(makes.check(figure.script))
                if player['broken']:
                    return
                player['source'] = makes.packed(figure.script)
            if not player.children:
                player['still'] = tuple(still_of(makes, player, 'light'))
        except Trouble as trouble:
            logger.warning('bufscope: %s', trouble, location=self.get_location(), type='bufscope')

    def tell_no_command(self) -> None:
        """Once a page is enough."""
        if self.env.temp_data.get('bufscope_told'):
            return
        self.env.temp_data['bufscope_told'] = True
        logger.warning(
            'bufscope: no command line to draw still pictures with, so figures have none: '
            'install bufscope (npm install bufscope), or name it in bufscope_command',
            location=self.get_location(),
            type='bufscope',
            subtype='command',
        )

    def tell_mistakes(self, mistakes: list[Mistake]) -> bool:
        """Reports each mistake at its own line; whether the script cannot be used."""
        for mistake in mistakes:
            place = f'{mistake.line}:{mistake.column}'
            if 'file' in self.options:
                location = self.get_location()
                place = f'{self.options["file"]}:{place}'
            else:
                location = f'{self.get_source_info()[0]}:{self.script_line() + mistake.line - 1}'
            logger.warning(
                'bufscope: script %s: %s: %s',
                place,
                mistake.severity,
                mistake.message,
                location=location,
                type='bufscope',
            )
        return any(mistake.severity == 'error' for mistake in mistakes)


def still_of(makes: Workshop, player: bufscope_player, theme: str) -> Still:
    """The picture of a figure in a theme, as wide as the figure is."""
    figure: Figure = player['figure']
    chosen = figure.get('theme')
    pixels = re.fullmatch(r'(\d+)(\.\d+)?px', player.get('width') or '')
    width = max(LEAST_WIDTH, min(MOST_WIDTH, int(pixels[1]))) if pixels else USUAL_WIDTH
    return makes.render(figure, theme if chosen is None or chosen == 'auto' else chosen, width)


# -- Outputs --------------------------------------------------------------------------------------


class ResolveFigures(SphinxPostTransform):
    """Gives each output what it can show: the player, a picture, or words."""

    # Before Sphinx's own converters of images.
    default_priority = 90

    def run(self, **kwargs: Any) -> None:
        """Resolves every figure of a page."""
        for player in list(all_of(self.document, bufscope_player)):
            if player.get('broken'):
                player.replace_self(self.literal(player))
            elif is_living(self.app):
                self.add_stills(player)
            elif self.app.builder.supported_image_types:
                self.as_picture(player)
            else:
                self.as_words(player)

    def literal(self, player: bufscope_player) -> nodes.literal_block:
        """The script as it was written."""
        script = player['figure'].script
        block = nodes.literal_block(script, script, language='none')
        block.source, block.line = player.source, player.line
        return block

    def still(self, player: bufscope_player, theme: str = 'light') -> Optional[Still]:
        """The still of a figure; None where there is none, as told when the page was read."""
        made = player.get('still')
        if made and theme == 'light' and os.path.isfile(made[0]):
            return Still(*made)
        if not made:
            return None
        try:
            return still_of(workshop(self.app), player, theme)
        except Trouble as trouble:
            logger.warning('bufscope: %s', trouble, location=player, type='bufscope')
            return None

    def image(self, player: bufscope_player, path: str, description: str) -> nodes.image:
        """A picture that the builder copies into its output."""
        self.env.images.add_file(self.env.docname, path)
        return nodes.image(uri=path, candidates={'*': path}, alt=player.get('alt') or description)

    def add_stills(self, player: bufscope_player) -> None:
        """Puts the pictures below the player that readers without JavaScript see."""
        still = self.still(player)
        if still is None:
            return
        player['still'] = tuple(still)
        player += self.image(player, still.path, still.description)
        if player['figure'].get('theme') in (None, 'auto'):
            dark = self.still(player, 'dark')
            if dark:
                player += self.image(player, dark.path, '')

    def as_picture(self, player: bufscope_player) -> None:
        """A picture, and below it a link."""
        container = player.parent
        still = self.still(player)
        picture = player.children[0] if player.children else None
        if picture is None and still is not None:
            picture = self.picture(player, still)
            if picture is None:
                self.as_words(player)
                return
        if picture is None:
            picture = self.literal(player) if player['figure'].script else nodes.paragraph()
        container.replace(player, picture)
        link = self.link(player)
        if link:
            said = nodes.paragraph('', '', link)
            if still and not has_caption(container):
                said.insert(0, [nodes.strong(still.title, still.title), nodes.Text('. ')])
            container += nodes.legend('', said)

    def as_words(self, player: bufscope_player) -> None:
        """What the picture shows, the line of the script at that point, and where to see it."""
        container = player.parent
        still = self.still(player)
        figure: Figure = player['figure']
        paragraphs = [still.title] if still and not has_caption(container) else []
        description = player.get('alt') or (still.description if still else '')
        paragraphs += [description] if description else []
        made: list[nodes.Node] = [nodes.paragraph(text, text) for text in paragraphs]
        if still:
            operation = workshop(self.app).operation(figure)
            made += [nodes.literal_block(operation, operation)] if operation else []
        elif figure.script:
            made.append(self.literal(player))
        link = self.link(player)
        if link:
            made.append(nodes.paragraph('', '', link))
        container.remove(player)
        if self.app.builder.format != 'latex':
            # Writers of texts know captions below pictures only.
            for caption in [one for one in container if isinstance(one, nodes.caption)]:
                container.replace(caption, nodes.paragraph('', '', *caption.children))
        # Behind the figure, of which a text shows the caption alone.
        place = container.parent.index(container) + 1
        container.parent.insert(place, made)
        if not container.children:
            container.parent.remove(container)

    def picture(self, player: bufscope_player, still: Still) -> Optional[nodes.image]:
        """The still in a format that the builder takes; None where nothing here can convert it."""
        takes = self.app.builder.supported_image_types
        path: Optional[str] = still.path
        if SVG not in takes:
            path = converted(still.path, takes)
        if path is None and not self.can_sphinx_convert():
            self.tell_no_converter(player)
            return None
        image = self.image(player, path or still.path, still.description)
        if path is None:
            image['candidates'] = {SVG: still.path}
        image['classes'].append('bufscope-still')
        if player.get('width'):
            image['width'] = player['width']
        return image

    def can_sphinx_convert(self) -> bool:
        """Whether an extension of the book turns SVG into what the builder takes."""
        rules = [(SVG, kind) for kind in self.app.builder.supported_image_types]
        converters = (
            transform
            for transform in self.app.registry.get_post_transforms()
            if issubclass(transform, ImageConverter)
        )
        return any(set(rules) & set(one.conversion_rules) for one in converters)

    def tell_no_converter(self, player: bufscope_player) -> None:
        """Once a page is enough."""
        told = self.app.__dict__.setdefault('bufscope_told', set())
        if self.env.docname not in told:
            told.add(self.env.docname)
            logger.warning(
                'bufscope: nothing turns SVG into what %s takes, so figures are words: install '
                'rsvg-convert (Debian: librsvg2-bin), or add a converter of SVG to extensions',
                self.app.builder.name,
                location=player,
                type='bufscope',
                subtype='converter',
            )

    def link(self, player: bufscope_player) -> Optional[nodes.Node]:
        """The link of a figure; only its fragment where nobody has said where bufscope is."""
        builder = self.app.builder
        is_paper = builder.format != 'html'
        has_place = not is_paper and not getattr(builder, 'embedded', False)
        root = way_up(builder.get_target_uri(self.env.docname)) if has_place else None
        address = link_of(self.app, player, root)
        shown = address or f'bufscope {workbench_fragment(player)}'
        # On paper a link is read, but nobody types a script of one's own from there.
        is_short = player['figure'].scenario is not None and len(shown) <= LONGEST_SHOWN
        is_shown = is_paper and (is_short or builder.format == 'text')
        if address is None:
            is_wanted = is_shown and player.get('link') != 'none'
            return nodes.literal(shown, shown) if is_wanted else None
        text = self.app.config.bufscope_link_text
        if not is_shown:
            return nodes.reference('', text, refuri=address, internal=False)
        said = nodes.inline('', f'{text}: ')
        said += nodes.reference('', address, refuri=address, internal=False)
        return said


def way_up(page: str) -> str:
    """What leads from a page to the top of the book."""
    way = relative_uri(page, '')
    return '' if way == './' else way


def has_caption(container: nodes.Element) -> bool:
    """Whether the author has written a caption."""
    return any(isinstance(child, nodes.caption) for child in container.children)


def converted(svg: str, takes: list[str]) -> Optional[str]:
    """The picture as PDF or PNG, made by rsvg-convert; None without it."""
    converter = shutil.which('rsvg-convert')
    formats = {'application/pdf': 'pdf', 'image/png': 'png'}
    wanted = next((formats[kind] for kind in takes if kind in formats), None)
    if converter is None or wanted is None:
        return None
    made = f'{svg[:-4]}.{wanted}'
    if os.path.isfile(made):
        return made
    zoom = ['--zoom', '2'] if wanted == 'png' else []
    part = f'{made}.{os.getpid()}'
    command = [converter, '--format', wanted, *zoom, '--output', part, svg]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    if done.returncode != 0:
        return None
    os.replace(part, made)
    return made


def all_of(document: nodes.Element, kind: type) -> Iterator[Any]:
    """All nodes of a kind; docutils has renamed what finds them."""
    find = getattr(document, 'findall', None) or document.traverse
    return iter(find(kind))


def workbench_fragment(player: bufscope_player) -> str:
    """The fragment that opens in the workbench what a figure shows first."""
    figure: Figure = player['figure']
    return fragment(player['source'], (pair for pair in figure.shown() if pair[0] in OF_LINKS))


def link_of(app: Sphinx, player: bufscope_player, root: Optional[str]) -> Optional[str]:
    """Where the link of a figure leads; None for nowhere."""
    chosen = player.get('link')
    if chosen:
        return None if chosen == 'none' else chosen
    address = workbench(app, root)
    return None if address is None else address + workbench_fragment(player)


def visit_player(self: Any, node: bufscope_player) -> None:
    """The figure in HTML. Every value is escaped."""
    app = self.builder.app
    page = self.builder.get_target_uri(self.builder.current_docname)
    root = way_up(page)
    write = write_frame if app.config.bufscope_mode == 'iframe' else write_element
    write(self, node, root)
    raise nodes.SkipNode


def write_element(self: Any, node: bufscope_player, root: str) -> None:
    """The custom element, with what stands in its place until it is there."""
    figure: Figure = node['figure']
    attributes: dict[str, Optional[str]] = {'scenario': figure.scenario, **dict(figure.shown())}
    attributes['workbench'] = way_out(self.builder.app, node, root)
    attributes['style'] = style_of(node)
    self.body.append(tag('bufscope-player', attributes))
    if figure.script is not None:
        # A newline behind the tag is not part of the text.
        self.body.append(f'<pre hidden="hidden">\n{html.escape(figure.script)}</pre>')
    write_still(self, node)
    write_link(self, node, root)
    self.body.append('</bufscope-player>\n')


def way_out(app: Sphinx, node: bufscope_player, root: str) -> Optional[str]:
    """Where the player's own link leads; None: beside its script, empty: nowhere."""
    if node.get('link') == 'none':
        return ''
    if app.config.bufscope_url:
        return workbench(app, root)
    player = app.config.bufscope_player
    return None if has_site(app) or (player and is_address(player)) else ''


def write_frame(self: Any, node: bufscope_player, root: str) -> None:
    """An iframe of the player's page; without JavaScript the still below it."""
    figure: Figure = node['figure']
    app = self.builder.app
    base = workbench(app, root) or f'{root}{STATIC}/index.html'
    embed = posixpath.join(base if base.endswith('/') else posixpath.dirname(base), 'embed.html')
    attributes = {
        'src': embed + fragment(node['source'], figure.shown()),
        'title': title_of(node),
        'loading': 'lazy',
        'style': style_of(node, 'height:28rem'),
    }
    self.body.append(f'{tag("iframe", attributes)}</iframe>\n<noscript>')
    write_still(self, node)
    self.body.append('</noscript>')
    write_link(self, node, root)


def write_still(self: Any, node: bufscope_player) -> None:
    """The picture, in a dark one too where the page follows the system."""
    shown = [image for image in node.children if isinstance(image, nodes.image)]
    sources = [self.builder.images.get(image['uri']) for image in shown]
    paths = [posixpath.join(self.builder.imgpath, quote(source)) for source in sources if source]
    if not paths:
        return
    size = node.get('still')
    attributes = {
        'class': 'bufscope-still',
        'src': paths[0],
        'alt': shown[0].get('alt', ''),
        'width': str(size[3]) if size else None,
        'height': str(size[4]) if size else None,
        'loading': 'lazy',
    }
    picture = tag('img', attributes)
    if len(paths) > 1:
        dark = tag(
            'source', {'media': 'screen and (prefers-color-scheme: dark)', 'srcset': paths[1]}
        )
        picture = f'<picture>{dark}{picture}</picture>'
    self.body.append(picture)


def write_link(self: Any, node: bufscope_player, root: str) -> None:
    """The link below a figure."""
    app = self.builder.app
    address = link_of(app, node, root)
    if address is not None:
        text = html.escape(app.config.bufscope_link_text)
        link = tag('a', {'class': 'reference external', 'href': address})
        self.body.append(f'<p class="bufscope-link">{link}{text}</a></p>')


def title_of(node: bufscope_player) -> str:
    """What a frame is called."""
    still = node.get('still')
    return (
        node.get('alt') or (still[1] if still else None) or node['figure'].scenario or 'bufscope'
    )


def style_of(node: bufscope_player, usual: str = '') -> Optional[str]:
    """Width and height as the author wants them."""
    sides = [f'{side}:{node[side]}' for side in ('width', 'height') if node.get(side)]
    if usual and not node.get('height'):
        sides.append(usual)
    return ';'.join(sides) or None


def tag(element: str, attributes: dict[str, Optional[str]]) -> str:
    """A start tag; attributes without value are left out."""
    pairs = (
        f' {key}="{html.escape(value)}"' for key, value in attributes.items() if value is not None
    )
    return f'<{element}{"".join(pairs)}>'


def skip(self: Any, node: bufscope_player) -> None:
    """Nothing: the transform has put something else in its place."""
    raise nodes.SkipNode


# -- What changes from build to build -------------------------------------------------------------


def pages_of(env: BuildEnvironment) -> set[str]:
    """The pages that have figures."""
    if not hasattr(env, 'bufscope_pages'):
        env.bufscope_pages = set()  # type: ignore[attr-defined]
    return env.bufscope_pages  # type: ignore[attr-defined,no-any-return]


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """A page is read anew, or gone."""
    pages_of(env).discard(docname)


def merge_pages(
    app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment
) -> None:
    """Takes over what a process that read in parallel has found."""
    pages_of(env).update(pages_of(other) & set(docnames))


def outdated_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """All pages with figures, after the command line has changed or come."""
    makes = workshop(app)
    try:
        identity = makes.identity if makes.command else None
    except Trouble:
        identity = None
    before = getattr(env, 'bufscope_identity', identity)
    env.bufscope_identity = identity  # type: ignore[attr-defined]
    return set() if before == identity else pages_of(env) - removed


# -- Files of HTML output -------------------------------------------------------------------------


def copy_files(app: Sphinx) -> None:
    """Puts player, styles and workbench into the output before pages are written."""
    builder = app.builder
    if builder.format != 'html' or getattr(builder, 'embedded', False):
        return
    static = Path(builder.outdir) / STATIC
    static.mkdir(parents=True, exist_ok=True)
    write_if_new(static / STYLES, CSS.encode())
    file = player_file(app)
    if app.config.bufscope_mode != 'still' and not has_player(app):
        logger.warning(
            'bufscope: no player at %s, so figures are still: build bufscope, '
            'or name %s in bufscope_player',
            file or 'any place',
            PLAYER,
            type='bufscope',
            subtype='player',
        )
    if file is None or not file.is_file():
        return
    copied = (
        [path for path in file.parent.rglob('*') if path.is_file()] if has_site(app) else [file]
    )
    for path in copied:
        if path.relative_to(file.parent).parts[0] != 'scenarios':
            target = static / path.relative_to(file.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_if_new(target, path.read_bytes())


def write_if_new(target: Path, content: bytes) -> None:
    """Writes a file that is not there with this content."""
    if not target.is_file() or target.read_bytes() != content:
        target.write_bytes(content)


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Adds player and styles to a page that has a figure, and to no other."""
    if doctree is None or not any(True for _ in all_of(doctree, nodes.figure)):
        return
    classes = (figure.get('classes', []) for figure in all_of(doctree, nodes.figure))
    if not any('bufscope-figure' in names for names in classes):
        return
    app.add_css_file(f'{STATIC.removeprefix("_static/")}/{STYLES}')
    if is_living(app) and app.config.bufscope_mode == 'element':
        configured = app.config.bufscope_player
        is_elsewhere = configured and is_address(configured)
        app.add_js_file(
            configured if is_elsewhere else f'{STATIC.removeprefix("_static/")}/{PLAYER}',
            defer='defer',
        )


def leave_fragments_alone(app: Sphinx, config: Config) -> None:
    """What stands behind # in a link is no place in a page, which linkcheck would look for."""
    ignored = [*getattr(config, 'linkcheck_anchors_ignore', []), r'^(scenario|script|z)=']
    setattr(config, 'linkcheck_anchors_ignore', ignored)


def setup(app: Sphinx) -> dict[str, Any]:
    """Registers directive, outputs and settings."""
    app.add_config_value('bufscope_package', None, 'env', [str])
    app.add_config_value('bufscope_command', None, 'env', [str, list, tuple])
    app.add_config_value('bufscope_cache', None, '', [str])
    app.add_config_value('bufscope_player', None, 'html', [str])
    app.add_config_value('bufscope_url', None, 'env', [str])
    app.add_config_value('bufscope_mode', 'element', 'html', [str])
    app.add_config_value('bufscope_link_text', 'Open in bufscope', 'env')
    app.add_config_value('bufscope_theme', 'auto', 'env')
    app.add_config_value('bufscope_controls', 'bar', 'env')
    app.add_config_value('bufscope_view', '', 'env')
    none = (skip, None)
    app.add_node(
        bufscope_player, html=(visit_player, None), latex=none, text=none, man=none, texinfo=none
    )
    app.add_directive('bufscope', BufscopeDirective)
    app.add_post_transform(ResolveFigures)
    app.connect('config-inited', leave_fragments_alone)
    app.connect('builder-inited', copy_files)
    app.connect('env-purge-doc', forget_page)
    app.connect('env-merge-info', merge_pages)
    app.connect('env-get-outdated', outdated_pages)
    app.connect('html-page-context', add_files)
    return {
        'version': __version__,
        'env_version': 1,
        'parallel_read_safe': True,
        'parallel_write_safe': True,
    }
