"""The Flask extensions, made once and bound to an app in `create_app`."""

import sqlalchemy as sa
from flask_compress import Compress
from flask_login import LoginManager
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase

#: Every constraint has a name, so that migrations can change it on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of all models; its metadata names every constraint."""

    metadata = sa.MetaData(naming_convention=NAMING)


# expire_on_commit is off: what a service returns stays readable after its one commit
# without asking the database again.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
login_manager = LoginManager()
socketio = SocketIO()
compress = Compress()
